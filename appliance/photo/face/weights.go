package face

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed published
var published embed.FS

// weights are a network's tensors by name, as numbers.
type weights map[string][]float32

// manifest is how a network's publisher describes its file.
type manifest []struct {
	Weights []struct {
		Name         string
		Shape        []int
		Quantization struct{ Scale, Min float64 }
	}
}

// read reads a published network. It panics when the file is not as its manifest says: both are part of this program.
func read(name string) weights {
	must := func(b []byte, err error) []byte {
		if err != nil {
			panic(fmt.Sprintf("face: %s: %v", name, err))
		}
		return b
	}
	var m manifest
	text := must(published.ReadFile("published/" + name + "-weights_manifest.json"))
	must(nil, json.Unmarshal(text, &m))
	data := must(published.ReadFile("published/" + name + ".bin"))
	out := weights{}
	for _, group := range m {
		for _, w := range group.Weights {
			size := 1
			for _, n := range w.Shape {
				size *= n
			}
			if size > len(data) {
				must(nil, fmt.Errorf("it ends inside %s", w.Name))
			}
			numbers := make([]float32, size)
			for i, q := range data[:size] {
				numbers[i] = float32(float64(q)*w.Quantization.Scale + w.Quantization.Min)
			}
			out[w.Name], data = numbers, data[size:]
		}
	}
	if len(data) > 0 {
		must(nil, fmt.Errorf("%d bytes are left over", len(data)))
	}
	return out
}
