package program

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// readPlanFile reads pieces of a plan from YAML or JSON. Its names are those of the contract; dates, hours, days of the
// week, occurrences and desks may be written as people do: 2026-12-24, 09:30, [ma, di], [1, laatste], [1, 2]. At the top
// stand the pieces themselves, or put and remove, or what 'central rules --json' prints.
func readPlanFile(name string) (put, remove *contract.Plan, err error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, invalid("central.plan", err, "Dit bestand kan niet gelezen worden.", "Kijk de naam na.")
	}
	var top map[string]any
	if err := yaml.Unmarshal(b, &top); err != nil {
		return nil, nil, invalid("central.plan", err, "Dit bestand is geen YAML of JSON.", "Kijk de insprongen na; elke regel is 'naam: waarde'.")
	}
	put, remove = new(contract.Plan), new(contract.Plan)
	whole := map[string]*contract.Plan{"put": put, "remove": remove, "plan": put}
	for _, key := range slices.Sorted(maps.Keys(top)) {
		part, ok := top[key].(map[string]any)
		if whole[key] == nil || !ok {
			continue
		}
		if err := fill(whole[key].ProtoReflect(), part, "plan"); err != nil {
			return nil, nil, err
		}
		delete(top, key)
	}
	for _, key := range []string{"hit", "hits", "aside"} {
		delete(top, key) // of an answer that was printed
	}
	return put, remove, fill(put.ProtoReflect(), top, "plan")
}

// unread is the fault of a value in a file, which names where it stands.
func unread(at string, field protoreflect.Name, problem string) error {
	return invalid("central.plan", fmt.Errorf("%s: %s: %s", at, field, problem),
		fmt.Sprintf("%s, veld '%s': %s. Er is niets gewijzigd.", at, field, problem), "")
}

// fill reads what stands under names into a message.
func fill(m protoreflect.Message, in map[string]any, at string) error {
	if id, ok := in["id"].(string); ok {
		at = fmt.Sprintf("%s '%s'", strings.ToLower(string(m.Descriptor().Name())), id)
	}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		f := m.Descriptor().Fields().ByName(protoreflect.Name(name))
		if f == nil {
			return unread(at, protoreflect.Name(name), "dit veld bestaat niet")
		}
		value := in[name]
		if !f.IsList() {
			v, err := read(f, m.NewField(f), value, at)
			if err != nil {
				return err
			}
			m.Set(f, v)
			continue
		}
		list, ok := value.([]any)
		if !ok {
			return unread(at, f.Name(), "hier hoort een lijst")
		}
		to := m.Mutable(f).List()
		for i, one := range list {
			v, err := read(f, to.NewElement(), one, fmt.Sprintf("%s, %s %d", at, name, i+1))
			if err != nil {
				return err
			}
			to.Append(v)
		}
	}
	return nil
}

// read is one value of a field; fresh is an empty one of its sort.
func read(f protoreflect.FieldDescriptor, fresh protoreflect.Value, value any, at string) (protoreflect.Value, error) {
	text, isText := value.(string)
	yes, isBool := value.(bool)
	switch f.Kind() {
	case protoreflect.MessageKind:
		in, ok := value.(map[string]any)
		if !ok {
			return fresh, unread(at, f.Name(), "hier horen velden met een naam")
		}
		return fresh, fill(fresh.Message(), in, at)
	case protoreflect.StringKind:
		if isText {
			return protoreflect.ValueOfString(text), nil
		}
		return fresh, unread(at, f.Name(), fmt.Sprintf("'%v' is geen tekst; zet het tussen aanhalingstekens", value))
	case protoreflect.BoolKind:
		if isBool {
			return protoreflect.ValueOfBool(yes), nil
		}
		return fresh, unread(at, f.Name(), fmt.Sprintf("'%v' is geen true of false", value))
	case protoreflect.EnumKind:
		name := protoreflect.Name(strings.ToUpper(strings.TrimPrefix(fmt.Sprint(value), "CHANNEL_")))
		if v := f.Enum().Values().ByName("CHANNEL_" + name); v != nil {
			return protoreflect.ValueOfEnum(v.Number()), nil
		}
		return fresh, unread(at, f.Name(), fmt.Sprintf("'%v' is geen kanaal; kies desk, phone, web, kiosk of app", value))
	}
	n, err := readNumber(f, value)
	if err != nil {
		return fresh, unread(at, f.Name(), err.Error())
	}
	switch f.Kind() {
	case protoreflect.Sint32Kind, protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(int32(n)), nil
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(uint32(n)), nil
	default:
		return protoreflect.ValueOfUint64(uint64(n)), nil
	}
}

// readNumber is a number as it is, or as people write what the field means.
func readNumber(f protoreflect.FieldDescriptor, value any) (int64, error) {
	switch v := value.(type) {
	case int:
		if v < 0 && f.Kind() != protoreflect.Sint32Kind || int64(v) > 1<<32-1 && f.Kind() != protoreflect.Fixed64Kind {
			return 0, fmt.Errorf("'%d' kan niet", v)
		}
		return int64(v), nil
	case time.Time:
		return int64(office.DateOf(v.UTC())), nil
	case []any:
		return readSet(f, v)
	case string:
		if n, err := strconv.ParseUint(v, 10, 63); err == nil {
			return int64(n), nil
		}
		if f.Kind() == protoreflect.Sint32Kind {
			d, err := office.ParseDate(v)
			if err != nil {
				return 0, fmt.Errorf("'%s' is geen datum; schrijf 2026-12-24", v)
			}
			return int64(d), nil
		}
		if m, err := office.ParseMinute(v); err == nil {
			return int64(m), nil
		}
	}
	return 0, fmt.Errorf("'%v' is geen getal, datum of uur", value)
}

// readSet is a set as people list it: days of the week, occurrences in a month, desks.
func readSet(f protoreflect.FieldDescriptor, list []any) (int64, error) {
	var names []string
	for _, v := range list {
		names = append(names, fmt.Sprint(v))
	}
	switch f.Name() {
	case "weekdays":
		set, err := parseDays(names)
		if err != nil {
			return 0, fmt.Errorf("%q zijn geen dagen; kies uit ma, di, wo, do, vr, za, zo", names)
		}
		return int64(set), nil
	case "nth", "week":
		set, err := parseOrdinals(names)
		return int64(set), err
	}
	if f.Kind() != protoreflect.Fixed64Kind {
		return 0, fmt.Errorf("hier hoort één getal")
	}
	set, err := parseDesks(names)
	return int64(set), err
}

// parseOrdinals reads which in a month: 1 to 5, or laatste.
func parseOrdinals(names []string) (uint32, error) {
	var set uint32
	for _, name := range names {
		n, err := strconv.Atoi(name)
		switch {
		case name == "laatste":
			n = 6
		case err != nil || n < 1 || n > 5:
			return 0, fmt.Errorf("'%s' is niet 1 tot 5 of laatste", name)
		}
		set |= 1 << (n - 1)
	}
	return set, nil
}

// parseDesks reads numbers of desks as a set.
func parseDesks(names []string) (uint64, error) {
	var set uint64
	for _, name := range names {
		n, err := strconv.Atoi(name)
		if err != nil || n < 1 || n > calendar.MaxDesks {
			return 0, fmt.Errorf("'%s' is geen nummer van een loket", name)
		}
		set |= 1 << (n - 1)
	}
	return set, nil
}
