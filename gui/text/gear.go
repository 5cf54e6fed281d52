package text

// Gear is what is plugged in: the devices' sheet with its pages, the doors of the vault, papers, and how loud calling is.
type Gear struct {
	Act, Prints, OpenDoor string // buttons with a key; OpenDoor: {place}

	Title, Page                        string
	PageDevices, PageDoors, PagePrints string
	Kinds                              map[string]string // of devices
	States                             map[string]string // of a device, short
	Without                            map[string]string // how the work goes on without a kind, short
	Trial                              string            // it is a demonstration's
	None, Fine                         string
	FineFoot                           string
	Broken                             string // {what} {without} {since}
	Others                             Plural
	Since                              string // {time}
	SinceLong                          string // {time}

	Volume            string // {n} per cent
	VolumeUsual       string // {n}
	VolumeResets      string // {time} {n}
	Louder, Softer    string
	VolumeSaid        string // {n}
	VolumeMax, Silent string

	AlarmFoot, OpenFoot         string // {place} {door}
	AlarmKey                    string // {key}
	Door                        string // {door}
	Place                       string // {place}
	PlaceDoor                   string // {place} {door}
	Documents                   Plural
	Shut, Open, Unseen, Alarm   string // of a door
	NoDoor, LookInto            string
	Alarms                      map[string]string // short, by kind
	Agrees                      string
	Looking, NoDoors            string
	WhatWasIt, WhyEmergency     string
	Settle, Emergency           string // buttons
	NeedWhat, NeedWhy           string
	Settled, SettledNext        string // {place}
	TwoEmergency                string // {place}
	EmergencySaid, EmergencyNow string // {place} {door}

	Opening, Opened, ToShut, WasShut, CannotSee string // {place} {door}
	TakeOut, PutIn                              Plural // {what} {place}
	TakeOne, PutOne                             string // {what} {place}
	DidNot, DidNotNext                          string
	StillOpen, StillOpenNext                    string // {door}
	OpenAgain, ByKey, GoOn, OpenNext            string // buttons; OpenNext: {place}
	TheDoor                                     string // title, {place}
	After                                       string // {place} comes after
	CountDoor                                   string // {place} {door}
	TwoStore                                    string // {what} {place}
	InHands                                     string

	PrintTicket, PrintSlip, PrintDay     string    // buttons
	Again, Duplicate                     string    // buttons
	Papers                               [4]string // of what, by kind
	Stages                               [5]string
	IsDuplicate, NotYet                  string
	AgainHint, UnderWay                  string
	PrintsEmpty                          string
	Asked, AskedDuplicate                string // {what}
	AskedNext                            string
	PrintFailed, PrintUnknown, PrintHeld string // {what}
	SlipKey                              string // {key}
	DeskN                                string // {n}
}

var dutchGear = Gear{
	Act: "Toestellen", Prints: "Afdrukken", OpenDoor: "Open vak {place}",
	Title: "Toestellen van dit loket", Page: "Wat wil je zien?", PageDevices: "Toestellen", PageDoors: "Deuren van de kluis", PagePrints: "Afdrukken",
	Kinds: map[string]string{"vault": "Kluis", "camera": "Camera", "printer": "Documentprinter", "receipt": "Ticketprinter", "eid": "Kaartlezer",
		"scanner": "Scanner", "voice": "Omroep", "sound": "Omroep", "speaker": "Omroep", "display": "Scherm in de wachtzaal", "kiosk": "Kiosk", "tpm": "Sleutelkluis"},
	States: map[string]string{"unknown": "nog geen antwoord", "ready": "in orde", "busy": "bezig", "attention": "vraagt aandacht", "stopped": "staat stil",
		"absent": "niet gevonden"},
	Without: map[string]string{"vault": "vakken alleen met de sleutel", "camera": "geen pasfoto's", "printer": "afdrukken wachten",
		"receipt": "nummers alleen op het scherm", "eid": "kijk de kaart zelf na", "scanner": "tik nummers over", "voice": "roep zelf af",
		"sound": "roep zelf af", "speaker": "roep zelf af"},
	Trial: "(proef)",
	None:  "Aan dit loket zijn geen toestellen ingesteld. De beheerder zet ze in devices.yaml.", Fine: "Er is niets te doen.",
	FineFoot: "Toestellen in orde", Broken: "{what} — {without}{since}",
	Others: Plural{"nog {n} toestel", "nog {n} toestellen"},
	Since:  ", sinds {time}", SinceLong: "Sinds {time}.",

	Volume: "Oproepen klinken op {n} %", VolumeUsual: "Dat is de gewone sterkte.", VolumeResets: "Om {time} gaat het vanzelf terug naar {n} %.",
	Louder: "Luider", Softer: "Zachter", VolumeSaid: "Oproepen klinken nu op {n} %.", VolumeMax: "Luider kan niet.", Silent: "Oproepen klinken nu niet: alleen het scherm roept.",

	AlarmFoot: "Alarm vak {place}, deur {door}", OpenFoot: "Vak {place} open",
	AlarmKey: "Naar het alarm: {key}.", Door: "deur {door}", Place: "Vak {place}", PlaceDoor: "Vak {place} · deur {door}",
	Documents: Plural{"{n} document", "{n} documenten"},
	Shut:      "dicht", Open: "open", Unseen: "niet te zien", Alarm: "alarm", NoDoor: "geen deur", LookInto: "kijk na",
	Alarms:  map[string]string{"forced": "open zonder vraag", "missed": "ging niet open", "unseen": "niet gezien of ze openging", "left-open": "staat te lang open"},
	Agrees:  "Deur en register kloppen met elkaar.",
	Looking: "De deuren worden nagekeken…", NoDoors: "Deze kluis heeft geen deuren die het loket opent.",
	WhatWasIt: "Wat was het?", WhyEmergency: "Waarom moet dit vak open?", Settle: "Sluit het alarm af", Emergency: "Noodopening",
	NeedWhat: "Schrijf eerst wat er gebeurd is.", NeedWhy: "Schrijf eerst waarom het vak open moet.",
	Settled: "Het alarm van vak {place} is afgesloten.", SettledNext: "Tel het vak als iemand erbij kon.",
	TwoEmergency:  "Jullie openen samen vak {place}, zonder document.",
	EmergencySaid: "Vak {place} gaat open — deur {door}.", EmergencyNow: "Sluit de deur als je klaar bent, en tel het vak.",

	Opening: "Vak {place} gaat open — deur {door}", Opened: "Deur {door} open", ToShut: "Sluit deur {door}", WasShut: "Deur {door} dicht",
	CannotSee: "Deur {door} is niet te zien: kijk zelf of ze open is, en daarna of ze dicht is.",
	TakeOut:   Plural{"Neem {n} document uit vak {place}.", "Neem {n} documenten uit vak {place}."},
	PutIn:     Plural{"Leg {n} document in vak {place}.", "Leg {n} documenten in vak {place}."},
	TakeOne:   "Neem {what} uit vak {place}.", PutOne: "Leg {what} in vak {place}.",
	DidNot: "Deur {door} ging niet open.", DidNotNext: "Kijk of ze klemt. Open ze opnieuw, of gebruik de sleutel.",
	StillOpen: "Deur {door} staat nog open.", StillOpenNext: "Sluit ze. Of druk nog eens om zo verder te gaan.",
	OpenAgain: "Open opnieuw", ByKey: "Verder met de sleutel", GoOn: "Verder", OpenNext: "Open vak {place}", TheDoor: "Vak {place}",
	After: "Daarna: vak {place}.", CountDoor: "Vak {place}, deur {door}:", TwoStore: "Jullie bergen samen {what} op in vak {place}.",
	InHands: "Ze zijn in jouw handen. Berg ze op.",

	PrintTicket: "Druk ticket af", PrintSlip: "Druk bevestiging af", PrintDay: "Druk dagblad af", Again: "Druk opnieuw af", Duplicate: "Druk duplicaat af",
	Papers: [4]string{"Ticket", "Bevestiging", "Dagblad", "Attest"},
	Stages: [5]string{"wacht", "onderweg", "afgedrukt", "niet afgedrukt", "onzeker"}, IsDuplicate: "duplicaat", NotYet: "nog niet afgedrukt",
	AgainHint: "Op het papier komt «duplicaat».", UnderWay: "Dit papier is nog onderweg.",
	PrintsEmpty: "Vandaag is nog niets afgedrukt. Tickets, bevestigingen en het dagblad verschijnen hier.",
	Asked:       "{what} wordt afgedrukt.", AskedDuplicate: "{what} wordt opnieuw afgedrukt, als duplicaat.", AskedNext: "Lukt het niet, dan zie je dat onderaan.",
	PrintFailed: "{what} niet afgedrukt", PrintUnknown: "{what}: afdruk onzeker", PrintHeld: "{what} wacht op de printer",
	SlipKey: "Bevestiging afdrukken: {key} en Enter.", DeskN: "loket {n}",
}

var englishGear = Gear{
	Act: "Devices", Prints: "Papers", OpenDoor: "Open compartment {place}",
	Title: "Devices of this counter", Page: "What do you want to see?", PageDevices: "Devices", PageDoors: "Doors of the safe", PagePrints: "Papers",
	Kinds: map[string]string{"vault": "Safe", "camera": "Camera", "printer": "Document printer", "receipt": "Ticket printer", "eid": "Card reader",
		"scanner": "Scanner", "voice": "Voice", "sound": "Voice", "speaker": "Voice", "display": "Display in the waiting room", "kiosk": "Kiosk", "tpm": "Key safe"},
	States: map[string]string{"unknown": "no answer yet", "ready": "in order", "busy": "busy", "attention": "asks for something", "stopped": "stopped",
		"absent": "not found"},
	Without: map[string]string{"vault": "compartments by key only", "camera": "no photos", "printer": "papers wait",
		"receipt": "numbers on the screen only", "eid": "look at the card yourself", "scanner": "type numbers", "voice": "call out yourself",
		"sound": "call out yourself", "speaker": "call out yourself"},
	Trial: "(trial)",
	None:  "No devices are set up at this counter. The administrator puts them in devices.yaml.", Fine: "There is nothing to do.",
	FineFoot: "Devices in order", Broken: "{what} — {without}{since}",
	Others: Plural{"{n} more device", "{n} more devices"},
	Since:  ", since {time}", SinceLong: "Since {time}.",

	Volume: "Calls sound at {n} %", VolumeUsual: "That is the usual volume.", VolumeResets: "At {time} it goes back to {n} % by itself.",
	Louder: "Louder", Softer: "Softer", VolumeSaid: "Calls now sound at {n} %.", VolumeMax: "It cannot be louder.", Silent: "Calls make no sound now: only the display calls.",

	AlarmFoot: "Alarm compartment {place}, door {door}", OpenFoot: "Compartment {place} open",
	AlarmKey: "To the alarm: {key}.", Door: "door {door}", Place: "Compartment {place}", PlaceDoor: "Compartment {place} · door {door}",
	Documents: Plural{"{n} document", "{n} documents"},
	Shut:      "shut", Open: "open", Unseen: "cannot be seen", Alarm: "alarm", NoDoor: "no door", LookInto: "look into it",
	Alarms:  map[string]string{"forced": "opened without an order", "missed": "did not open", "unseen": "not seen whether it opened", "left-open": "open for too long"},
	Agrees:  "Door and register agree.",
	Looking: "Looking at the doors…", NoDoors: "This safe has no doors that the counter opens.",
	WhatWasIt: "What was it?", WhyEmergency: "Why must this compartment be opened?", Settle: "Settle the alarm", Emergency: "Emergency opening",
	NeedWhat: "First write what happened.", NeedWhy: "First write why the compartment must be opened.",
	Settled: "The alarm of compartment {place} is settled.", SettledNext: "Count the compartment if somebody could reach into it.",
	TwoEmergency:  "Together you open compartment {place}, without a document.",
	EmergencySaid: "Compartment {place} is opening — door {door}.", EmergencyNow: "Shut the door when you are done, and count the compartment.",

	Opening: "Compartment {place} is opening — door {door}", Opened: "Door {door} open", ToShut: "Shut door {door}", WasShut: "Door {door} shut",
	CannotSee: "Door {door} cannot be seen: look yourself whether it is open, and then whether it is shut.",
	TakeOut:   Plural{"Take {n} document out of compartment {place}.", "Take {n} documents out of compartment {place}."},
	PutIn:     Plural{"Put {n} document into compartment {place}.", "Put {n} documents into compartment {place}."},
	TakeOne:   "Take {what} out of compartment {place}.", PutOne: "Put {what} into compartment {place}.",
	DidNot: "Door {door} did not open.", DidNotNext: "Look whether it is stuck. Open it again, or use the key.",
	StillOpen: "Door {door} is still open.", StillOpenNext: "Shut it. Or press once more to go on like this.",
	OpenAgain: "Open again", ByKey: "Go on with the key", GoOn: "Go on", OpenNext: "Open compartment {place}", TheDoor: "Compartment {place}",
	After: "After that: compartment {place}.", CountDoor: "Compartment {place}, door {door}:", TwoStore: "Together you store {what} in compartment {place}.",
	InHands: "You have them. Store them.",

	PrintTicket: "Print ticket", PrintSlip: "Print confirmation", PrintDay: "Print day sheet", Again: "Print again", Duplicate: "Print duplicate",
	Papers: [4]string{"Ticket", "Confirmation", "Day sheet", "Certificate"},
	Stages: [5]string{"waits", "on its way", "printed", "not printed", "uncertain"}, IsDuplicate: "duplicate", NotYet: "not printed yet",
	AgainHint: "The paper will say “duplicaat”.", UnderWay: "This paper is still on its way.",
	PrintsEmpty: "Nothing was printed today. Tickets, confirmations and the day sheet appear here.",
	Asked:       "{what} is being printed.", AskedDuplicate: "{what} is being printed again, as a duplicate.", AskedNext: "If it fails you will see that at the bottom.",
	PrintFailed: "{what} not printed", PrintUnknown: "{what}: uncertain if printed", PrintHeld: "{what} waits for the printer",
	SlipKey: "Print the confirmation: {key} and Enter.", DeskN: "desk {n}",
}
