package portal

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/signin"
)

//go:embed texts/*.json
var textFiles embed.FS

// Language is the tag of a language that the pages are in.
type Language string

// Languages are those of the pages. Dutch is the text; the others are translations of it, and say so.
var Languages = []Language{"nl", "fr", "en", "de"}

// names of the languages, each in its own.
var names = map[Language]string{"nl": "Nederlands", "fr": "Français", "en": "English", "de": "Deutsch"}

// texts are the sentences by language and key.
var texts = readTexts()

func readTexts() map[Language]map[string]string {
	all := map[Language]map[string]string{}
	for _, l := range Languages {
		m := map[string]string{}
		for _, part := range []string{"", "-signin"} {
			b, err := textFiles.ReadFile("texts/" + string(l) + part + ".json")
			if err == nil {
				err = json.Unmarshal(b, &m)
			}
			if err != nil {
				panic("portal: " + err.Error()) // they are in the binary
			}
		}
		if all[l] = m; l == Languages[0] {
			maps.Copy(m, citizen.Sentences)
			maps.Copy(m, signin.Sentences)
		}
	}
	return all
}

type languageKey struct{}

// languageOf splits a path in its language and the rest: Dutch has no prefix.
func languageOf(path string) (Language, string) {
	for _, l := range Languages[1:] {
		if rest, ok := strings.CutPrefix(path, "/"+string(l)); ok && (rest == "" || rest[0] == '/') {
			return l, "/" + strings.TrimPrefix(rest, "/")
		}
	}
	return Languages[0], path
}

// visitor is one request, as far as pages need it.
type visitor struct {
	Lang Language
	Path string // without the language

	SignsIn bool            // whoever wants to can sign in
	Profile bool            // and have their profile elsewhere told of appointments
	Known   *signin.Session // who signed in; nil: nobody
	Here    string          // where to go on after signing in
}

func (p *Portal) visitor(r *http.Request) *visitor {
	l, _ := r.Context().Value(languageKey{}).(Language)
	return &visitor{Lang: l, Path: r.URL.Path}
}

// T is a sentence in the visitor's language; what was not translated is Dutch.
func (v *visitor) T(key string, args ...any) string {
	s, ok := texts[v.Lang][key]
	if !ok {
		if s, ok = texts[Languages[0]][key]; !ok {
			return "??" + key
		}
	}
	if len(args) > 0 {
		return fmt.Sprintf(s, args...)
	}
	return s
}

// U is the address of a page in the visitor's language.
func (v *visitor) U(path string) string {
	if v.Lang == Languages[0] {
		return path
	}
	return "/" + string(v.Lang) + path
}
