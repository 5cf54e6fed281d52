package text

// Stage is the sheet of a demonstration: what a hand can do to the devices.
type Stage struct {
	Act, Title, Devices, List string
	Line, Unplugged           string
	OnCount                   string // {device} {n} of its switches are on
	Of                        string // {device} {what}
	On, Off, Now              string
	NowWith                   string // {what}
	With, Typed               string // over the choices; a code of one's own
	TurnOn, TurnOff, Do, Scan string // buttons
	DidOn, DidOff, DidOnce    string // {what}
	Hint, Empty               string
}

var dutchStage = Stage{
	Act: "Demonstratie", Title: "Demonstratie: doe iets aan een toestel", Devices: "Toestel", List: "Wat kan er gebeuren?",
	Line: "Lijn", Unplugged: "stekker naar het hoofdkantoor uit",
	OnCount: "{device} · {n} aan", Of: "{device}: {what}",
	On: "aan", Off: "uit", Now: "nu", NowWith: "nu: {what}",
	With: "Waarmee?", Typed: "Of tik een code",
	TurnOn: "Zet aan", TurnOff: "Zet uit", Do: "Doe het nu", Scan: "Scan en sluit",
	DidOn: "{what} is aan.", DidOff: "{what} is uit.", DidOnce: "{what}: gedaan.",
	Hint:  "Wat aanstaat, blijft aan als je dit sluit. Wat de printers afdrukken, ligt in de map papier van dit loket.",
	Empty: "Er is hier geen nagebootst toestel.",
}

var englishStage = Stage{
	Act: "Demonstration", Title: "Demonstration: do something to a device", Devices: "Device", List: "What can happen?",
	Line: "Line", Unplugged: "plug to headquarters pulled",
	OnCount: "{device} · {n} on", Of: "{device}: {what}",
	On: "on", Off: "off", Now: "now", NowWith: "now: {what}",
	With: "With what?", Typed: "Or type a code",
	TurnOn: "Turn on", TurnOff: "Turn off", Do: "Do it now", Scan: "Scan and close",
	DidOn: "{what} is on.", DidOff: "{what} is off.", DidOnce: "{what}: done.",
	Hint:  "What is on stays on when you close this. What the printers print lies in the folder papier of this counter.",
	Empty: "No device is emulated here.",
}
