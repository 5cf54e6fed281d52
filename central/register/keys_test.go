package register_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestKeysAreApart: every prefix that the code makes keys with is explained in doc.go, and there once: two things under one
// prefix would be found in each other's lists.
func TestKeysAreApart(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]int{}
	for _, m := range regexp.MustCompile(`(?m)^//\t([A-Za-z]/) `).FindAllStringSubmatch(string(doc), -1) {
		explained[m[1]]++
	}
	for prefix, n := range explained {
		if n > 1 && prefix != "v/" { // of one certificate, and of all of a site: one list, on purpose
			t.Errorf("%s is explained %d times", prefix, n)
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"([A-Za-z]/)"`).FindAllStringSubmatch(string(source), -1) {
			if !strings.HasSuffix(file, "_test.go") && explained[m[1]] == 0 {
				t.Errorf("%s makes keys with %s, which doc.go does not explain", file, m[1])
			}
		}
	}
}
