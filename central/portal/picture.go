package portal

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/buurtloket/buurtloket/central/certificate"
)

// quiet is the white border that readers of QR codes need, in modules.
const quiet = 4

// picture draws a text as a QR code in SVG, dark on white in every theme; alt is what it is called.
func picture(text, alt string) (template.HTML, error) {
	rows, err := certificate.QR(text)
	if err != nil {
		return "", err
	}
	var path strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			from := x
			for x < len(row) && row[x] {
				x++
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
		}
	}
	size := len(rows) + 2*quiet
	return template.HTML(fmt.Sprintf(`<svg class="pass" role="img" aria-label="%s" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`,
		template.HTMLEscapeString(alt), size, size, size, size, path.String())), nil
}
