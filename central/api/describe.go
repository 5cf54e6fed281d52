package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// object is a JSON object of the description.
type object = map[string]any

// describe writes the OpenAPI 3.1 description of the operations. It has nothing that is not in their types.
func describe(all []*operation) []byte {
	s := schemas{}
	paths := object{}
	for _, o := range all {
		path, ok := paths[Path+o.path].(object)
		if !ok {
			path = object{}
			paths[Path+o.path] = path
		}
		path[strings.ToLower(o.method)] = o.describe(s)
	}
	text, err := json.MarshalIndent(object{
		"openapi": "3.1.0",
		"info": object{"title": "Buurtloket", "version": "1", "license": object{"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
			"description": "What a citizen can do on our pages, for programs. It has the same rules, the same links and the same limits as the pages. " +
				"Begin with /free; hold one of its places; confirm the hold. Texts for people are Dutch. No national number is needed anywhere, and one that is sent is refused."},
		"servers":    []any{object{"url": "/"}},
		"security":   []any{}, // nobody signs in
		"paths":      paths,
		"components": object{"schemas": object(s)},
	}, "", " ")
	if err != nil {
		panic("api: " + err.Error()) // made of our own types: a test has seen it
	}
	return text
}

func (o *operation) describe(s schemas) object {
	out := object{"operationId": o.id, "summary": o.say}
	var params []any
	for _, p := range o.in.params {
		schema := s.text(p.of, p.tag, false)
		if p.many {
			schema = object{"type": "array", "items": schema, "minItems": 1, "maxItems": maxMany}
		}
		param := object{"name": p.name, "in": p.in, "required": p.required, "schema": schema}
		if doc := p.tag.Get("doc"); doc != "" {
			param["description"] = doc
		}
		params = append(params, param)
	}
	if params != nil {
		out["parameters"] = params
	}
	if o.in.body >= 0 {
		out["requestBody"] = object{"required": true, "content": object{"application/json": object{"schema": s.of(o.in.of.Field(o.in.body).Type, true)}}}
	}
	answers := object{}
	answer := object{"description": http.StatusText(o.status)}
	if o.out != nil {
		schema := object{"type": "string"}
		if o.media == "application/json" {
			schema = s.of(o.out, false)
		}
		answer["content"] = object{o.media: object{"schema": schema}}
	}
	answers[strconv.Itoa(o.status)] = answer
	for _, status := range o.refusals() {
		answers[strconv.Itoa(status)] = object{"description": http.StatusText(status),
			"content": object{"application/problem+json": object{"schema": s.of(reflect.TypeFor[Problem](), false)}}}
	}
	out["responses"] = answers
	return out
}

// refusals are the statuses of what an operation may be refused with.
func (o *operation) refusals() []int {
	all := []int{http.StatusBadRequest, http.StatusInternalServerError, http.StatusServiceUnavailable}
	if strings.Contains(o.path, "{") || o.id == "findFree" {
		all = append(all, http.StatusNotFound)
	}
	if o.id == "findFree" {
		all = append(all, http.StatusConflict, http.StatusUnprocessableEntity)
	}
	if o.acts {
		all = append(all, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests)
	}
	if o.in.body >= 0 {
		all = append(all, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
