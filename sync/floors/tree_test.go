package floors_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// source is what the rules look at in one Go file.
type source struct {
	file    string // path from the top, with slashes
	dir     string // the folder of file, which is the package's path inside the module
	name    string // the name in its package clause
	test    bool
	imports []string
}

// tree reads the package and import clauses of every Go file below the folders at the top of root.
func tree(root fs.FS) ([]source, error) {
	var found []source
	err := fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if file != "." && passedOver(file) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(file) != ".go" {
			return nil
		}
		one, err := read(root, file)
		found = append(found, one)
		return err
	})
	return found, err
}

// passedOver tells whether Go, or git, ignores a folder.
func passedOver(dir string) bool {
	base := path.Base(dir)
	_, made := madeHere[dir]
	return made || base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")
}

func read(root fs.FS, file string) (source, error) {
	text, err := fs.ReadFile(root, file)
	if err != nil {
		return source{}, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly)
	if err != nil {
		return source{}, err
	}
	s := source{
		file: file,
		dir:  path.Dir(file),
		name: parsed.Name.Name,
		test: strings.HasSuffix(file, "_test.go"),
	}
	for _, clause := range parsed.Imports {
		imported, err := strconv.Unquote(clause.Path.Value)
		if err != nil {
			return source{}, err
		}
		s.imports = append(s.imports, imported)
	}
	return s, nil
}
