package floors_test

import (
	"fmt"
	"slices"
	"strings"
)

// checkFloors reports every import from a floor that the importing floor may not use.
func checkFloors(sources []source) (broken []string) {
	for s, imported := range imports(sources) {
		from, to := top(s.dir), top(inside(imported))
		if to == "" || from == to || excepted(s, imported) {
			continue
		}
		at := slices.IndexFunc(floors, func(f floor) bool { return f.name == from })
		switch {
		case at < 0:
			broken = append(broken, fmt.Sprintf("%s: lies on no floor", s.file))
		case !slices.Contains(floors[at].may, to):
			broken = append(broken, fmt.Sprintf("%s imports %s: %s", s.file, imported, floors[at].why))
		}
	}
	return broken
}

// checkDoors reports every import of a heavy dependency by a package that is not its door.
func checkDoors(sources []source) (broken []string) {
	for s, imported := range imports(sources) {
		for _, d := range doors {
			if !below(imported, d.dependency) || excepted(s, imported) {
				continue
			}
			if !slices.ContainsFunc(d.packages, func(p string) bool { return matches(s.dir, p) }) {
				broken = append(broken, fmt.Sprintf("%s imports %s, whose door is %s: %s",
					s.file, imported, strings.Join(d.packages, " and "), d.why))
			}
		}
	}
	return broken
}

// checkBans reports every import that its package is kept from.
func checkBans(sources []source) (broken []string) {
	for s, imported := range imports(sources) {
		for _, b := range bans {
			if !s.test && slices.Contains(b.packages, s.dir) && below(imported, b.dependency) {
				broken = append(broken, fmt.Sprintf("%s imports %s: %s", s.file, imported, b.why))
			}
		}
	}
	return broken
}

// checkNames reports packages whose name says nothing, and Go files that lie directly in sync.
func checkNames(sources []source) (broken []string) {
	for _, s := range sources {
		name := strings.TrimSuffix(s.name, "_test")
		if why, bad := names[name]; bad {
			broken = append(broken, fmt.Sprintf("%s: package %s: %s", s.file, name, why))
		}
		if s.dir == "sync" {
			broken = append(broken, fmt.Sprintf("%s: sync holds only folders: a package there would be called sync", s.file))
		}
	}
	return broken
}

// checkListed reports rules about packages and dependencies that are no longer there.
func checkListed(sources []source, goMod string) (broken []string) {
	listed := slices.Clone(pure)
	for _, d := range doors {
		listed = append(listed, d.packages...)
		if !requires(goMod, d.dependency) {
			broken = append(broken, fmt.Sprintf("a door is kept for %s, which go.mod does not require", d.dependency))
		}
	}
	for _, b := range bans {
		listed = append(listed, b.packages...)
	}
	for _, e := range exceptions {
		listed = append(listed, e.pkg)
	}
	slices.Sort(listed)
	for _, pkg := range slices.Compact(listed) {
		if !slices.ContainsFunc(sources, func(s source) bool { return matches(s.dir, pkg) }) {
			broken = append(broken, fmt.Sprintf("a rule names %s, where there is no Go file%s", pkg, reason(pkg)))
		}
	}
	return broken
}

// imports yields each file with each of its imports.
func imports(sources []source) func(yield func(source, string) bool) {
	return func(yield func(source, string) bool) {
		for _, s := range sources {
			for _, imported := range s.imports {
				if !yield(s, imported) {
					return
				}
			}
		}
	}
}

// reason is why a package has an exception, so that a stale one is understood before it is removed.
func reason(pkg string) string {
	if i := slices.IndexFunc(exceptions, func(e exception) bool { return e.pkg == pkg }); i >= 0 {
		return " (it was excepted: " + exceptions[i].why + ")"
	}
	return ""
}

func excepted(s source, imported string) bool {
	return slices.ContainsFunc(exceptions, func(e exception) bool {
		return e.pkg == s.dir && (s.test || !e.testsOnly) && (e.dependency == "..." || below(imported, e.dependency))
	})
}

// inside returns an import path without our module's, or "" for a package that is not ours.
func inside(imported string) string {
	rest, ours := strings.CutPrefix(imported, module+"/")
	if !ours {
		return ""
	}
	return rest
}

// top returns the floor of a package's path.
func top(dir string) string {
	first, _, _ := strings.Cut(dir, "/")
	return first
}

// below tells whether an import path is a dependency's or lies below it. Major versions are part of the dependency.
func below(imported, dependency string) bool {
	return imported == dependency || strings.HasPrefix(imported, dependency+"/")
}

// matches tells whether a package's path is meant by a pattern: the path itself, or "folder/...".
func matches(dir, pattern string) bool {
	folder, all := strings.CutSuffix(pattern, "/...")
	return dir == pattern || all && below(dir, folder)
}

// requires tells whether go.mod has the module that a dependency lies in.
func requires(goMod, dependency string) bool {
	for line := range strings.Lines(goMod) {
		fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(fields) >= 2 && strings.HasPrefix(fields[1], "v") && below(dependency, fields[0]) {
			return true
		}
	}
	return false
}
