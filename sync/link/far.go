package link

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// far is who answers at the end of a line: headquarters to its counters, or a counter to the screens of its other desks.
// Each has an authority of its own, so that none of the certificates of one means anything to the other; role and host
// are a second bolt on that door.
type far struct {
	role     Role   // in the certificate of who answers
	host     string // in it, too
	udp      bool   // HTTP/3 is spoken
	unknown  sentence
	denied   sentence
	revoked  sentence
	expired  sentence
	impostor sentence
	silent   sentence // empty: the general one of a line that is down
}

// sentence is what a person reads: what happened, and what to do next.
type sentence struct{ say, next string }

var headquarters = &far{
	role: RoleNode, host: Host, udp: true,
	unknown: sentence{"Dit toestel en het hoofdkantoor herkennen elkaar niet: een certificaat is verlopen of hoort er niet bij.",
		"Bel de beheerder; misschien moet het toestel opnieuw worden aangesloten."},
	denied: sentence{"Het hoofdkantoor laat dit toestel niet toe.", "Bel de beheerder."},
	impostor: sentence{"Wat hier antwoordt is niet het hoofdkantoor dat deze code gaf.",
		"Kijk het adres na; klopt het, bel dan de beheerder en gebruik de code niet meer."},
	revoked: sentence{"Het hoofdkantoor heeft de toegang van dit toestel ingetrokken.", "Bel de beheerder."},
	expired: sentence{"Het certificaat van dit toestel is verlopen.", "Sluit het toestel opnieuw aan met een nieuwe code."},
}

// counter speaks over TCP only: when its process is killed the machine's kernel tells every screen at once, which over
// UDP nobody does.
var counter = &far{
	role: RoleCounter, host: CounterHost,
	unknown: sentence{"Dit scherm en het loket herkennen elkaar niet: een certificaat is verlopen of hoort er niet bij.",
		"Sluit het scherm opnieuw aan met een nieuwe code van de teamverantwoordelijke."},
	impostor: sentence{"Wat hier antwoordt is niet het loket dat deze code gaf.",
		"Kijk het adres na; klopt het, verwittig dan de beheerder en gebruik de code niet meer."},
	denied:  sentence{"Het loket laat dit scherm niet toe.", "Vraag een nieuwe code aan de teamverantwoordelijke."},
	revoked: sentence{"De toegang van dit scherm tot het loket is ingetrokken.", "Vraag een nieuwe code aan de teamverantwoordelijke."},
	expired: sentence{"Het certificaat van dit scherm is verlopen.", "Vraag een nieuwe code aan de teamverantwoordelijke."},
	silent: sentence{"Dit scherm krijgt geen verbinding met het toestel van het loket.",
		"Het probeert het vanzelf opnieuw; duurt het, kijk dan de netwerkkabel na."},
}

// whom tells who answers a bearer of this role, or who a bearer that answers is.
func whom(role Role) *far {
	if role.Screen() || role == RoleCounter {
		return counter
	}
	return headquarters
}

func (f *far) url() string { return "https://" + f.host }

// refused turns an error of a dialled connection into a fault: Denied when the handshake refused, else Unreachable. Of a
// counter it says more than the general words, which are about headquarters.
func (f *far) refused(op, address string, err error) error {
	failed := refused(op, address, err)
	var own *fault.Fault
	if f == headquarters || !wordless(err) || !errors.As(failed, &own) {
		return failed
	}
	switch own.Kind {
	case fault.Denied:
		return own.Tell(f.unknown.say, f.unknown.next)
	case fault.Unreachable:
		return own.Tell(f.silent.say, f.silent.next)
	}
	return failed
}

// wordless tells that nobody found better words for an error than the general ones of its kind.
func wordless(err error) bool {
	return fault.Sentence(err) == fault.Sentence(fault.New("", fault.KindOf(err)))
}

// turnedAway is the fault of a first request that was answered with 403: in the far end's own words where it gave any.
func (f *far) turnedAway(resp *http.Response) error {
	said := struct {
		Message string `json:"message"`
	}{}
	refusal := fault.New("link.Connect", fault.Denied).Because(errors.New(resp.Status))
	if err := json.NewDecoder(io.LimitReader(resp.Body, enrolBytes)).Decode(&said); err != nil || said.Message == "" {
		return refusal.Tell(f.denied.say, f.denied.next)
	}
	return refusal.Tell(said.Message, "")
}
