package api

import (
	"reflect"
	"strconv"
	"strings"
)

// schemas are the JSON Schemas of types, by the name of the type.
type schemas object

// of is a reference to the schema of a struct. What a caller sends may have nothing else in it; what we send may grow.
func (s schemas) of(t reflect.Type, sent bool) object {
	name := strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
	ref := object{"$ref": "#/components/schemas/" + name}
	if _, known := s[name]; known {
		return ref
	}
	out := object{"type": "object"}
	s[name] = out // before its fields: a type may hold itself
	properties, required := object{}, []any{}
	s.fields(t, sent, properties, &required)
	out["properties"] = properties
	if len(required) > 0 {
		out["required"] = required
	}
	if sent {
		out["additionalProperties"] = false
	}
	return ref
}

// fields adds those of a struct, and those of structs that it takes over whole.
func (s schemas) fields(t reflect.Type, sent bool, properties object, required *[]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Tag.Get("json") == "" {
			s.fields(f.Type, sent, properties, required)
			continue
		}
		name, optional := jsonName(f)
		schema := s.text(f.Type, f.Tag, sent)
		if doc := f.Tag.Get("doc"); doc != "" {
			schema["description"] = doc
		}
		properties[name] = schema
		if !optional {
			*required = append(*required, name)
			if sent && f.Type.Kind() == reflect.String {
				schema["minLength"] = 1
			}
		}
	}
}

// text is the schema of a value with its tags. Sent or in an address, a text has a greatest length.
func (s schemas) text(t reflect.Type, tag reflect.StructTag, sent bool) object {
	switch t.Kind() {
	case reflect.Slice:
		return object{"type": "array", "items": s.text(t.Elem(), "", sent)}
	case reflect.Struct:
		return s.of(t, sent)
	case reflect.Pointer:
		return s.text(t.Elem(), tag, sent)
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int:
		out := object{"type": "integer"}
		if tag.Get("max") != "" {
			out["minimum"], out["maximum"] = func() (any, any) { least, most := bounds(tag); return least, most }()
		}
		return out
	}
	out := object{"type": "string"}
	if enum, ok := tag.Lookup("enum"); ok {
		out["enum"] = strings.Split(enum, ",")
	}
	if format := tag.Get("format"); format != "" {
		out["format"] = format
	}
	if pattern := tag.Get("pattern"); pattern != "" {
		out["pattern"] = pattern
	}
	if most, err := strconv.Atoi(tag.Get("max")); err == nil {
		out["maxLength"] = most
	}
	return out
}
