package queue_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// TestStoredVisits: every field of a visit comes back, also one that was added today; a visit cut off anywhere is refused.
func TestStoredVisits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var v visit.Visit
		fill(t, reflect.ValueOf(&v).Elem())
		b := queue.Encode(v)
		if got, err := queue.Decode(b); err != nil || !reflect.DeepEqual(got, v) {
			t.Fatalf("%+v, %v; stored was %+v", got, err, v)
		}
		cut := b[:rapid.IntRange(0, len(b)-1).Draw(t, "cut")]
		if got, err := queue.Decode(cut); err == nil {
			t.Fatalf("%d of %d bytes are a visit: %+v", len(cut), len(b), got)
		}
	})
}

// fill draws a value that is not zero for every field, whatever its type.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Array, reflect.Slice:
		if v.Kind() == reflect.Slice {
			v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(1, 3).Draw(t, "len"), 3))
		}
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.String:
		v.SetString(rapid.StringN(1, 20, -1).Draw(t, "text"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "flag"))
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(rapid.Int32Range(1, 1<<30).Draw(t, "number")))
	case reflect.Uint8:
		v.SetUint(uint64(rapid.Uint8Range(1, 255).Draw(t, "small")))
	case reflect.Uint16:
		v.SetUint(uint64(rapid.Uint16Range(1, 1<<15).Draw(t, "medium")))
	case reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(rapid.Uint32Range(1, 1<<30).Draw(t, "large")))
	default:
		t.Fatalf("a field of kind %s is not drawn", v.Kind())
	}
}
