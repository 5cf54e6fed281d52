package text

// Photo is the sheet that takes a photo.
type Photo struct {
	Act, Title, Page string
	New, OfVisit     string // pages
	For              string // {who}
	Nobody           string // of the queue
	Hint             string
	Opening, Retry   string
	Judging          string
	Take, CountDown  string // buttons
	StopCount, Space string // Space: the key
	Retake, Keep     string
	Drop             string
	Guide            string // what the picture shows, for who cannot see it

	Good                         string // the verdict
	Remarks                      Plural
	RemarksNext                  string
	Useless, UselessNext         string
	Fine                         string            // {what}
	Checks                       map[string]string // what was looked at, by the code of the check
	Units                        map[string]string // {value} of the figures that mean something to a person, by the code of the check
	Measured                     string            // {value}
	Consent                      string
	Why                          string
	NeedReason                   string
	NeedConsent, NeedConsentNext string
	Kept, KeptNext, Dropped      string

	NoneKept string
	Nth      string // {n}
	InOrder  string
	Because  string // {reason}
}

var dutchPhoto = Photo{
	Act: "Foto", Title: "Foto", Page: "Wat wil je zien?", New: "Nieuwe foto", OfVisit: "Foto's van dit bezoek",
	For: "Voor {who}", Nobody: "Zonder bezoek: zeg bij het bewaren waarom",
	Hint:    "Laat de bezoeker recht in de camera kijken. Het hoofd past in het ovaal.",
	Opening: "De camera gaat aan…", Judging: "De foto wordt bekeken…", Retry: "Zodra er weer beeld is, verschijnt het hier.",
	Take: "Neem foto", CountDown: "Tel af", StopCount: "Stop", Space: "Spatie", Retake: "Nieuwe foto", Keep: "Bewaar", Drop: "Gooi weg",
	Guide: "Beeld van de camera",

	Good: "De foto is in orde.", Remarks: Plural{"{n} opmerking", "{n} opmerkingen"},
	RemarksNext: "Neem liever een nieuwe foto. Kan het niet beter, bewaar ze dan met een reden.",
	Useless:     "Hiervan kan geen foto gemaakt worden.", UselessNext: "Neem een nieuwe foto.",
	Fine: "In orde: {what}",
	Checks: map[string]string{"face": "één gezicht", "size": "grootte", "centred": "plaats", "roll": "recht", "turn": "kijkt recht", "eyes": "ogen",
		"mouth": "mond", "exposure": "licht", "light": "gelijk licht", "background": "achtergrond", "sharpness": "scherpte", "resolution": "aantal punten"},
	Units: map[string]string{"size": "{value} mm", "centred": "{value} mm", "roll": "{value}°", "turn": "{value}", "eyes": "{value}", "mouth": "{value}", "exposure": "{value} van 255", "light": "{value}",
		"background": "{value}", "sharpness": "{value}", "resolution": "{value} per inch"},
	Measured: "(gemeten: {value})",
	Consent:  "De bezoeker gaat akkoord met deze foto en met het bewaren ervan",
	Why:      "Waarom bewaar je deze foto? Eén zin is genoeg.", NeedReason: "Vul in waarom je deze foto bewaart.",
	NeedConsent: "De bezoeker moet akkoord gaan.", NeedConsentNext: "Vraag het, en duid het aan.",
	Kept: "De foto is bewaard.", KeptNext: "Ze is verzegeld, en gaat naar het hoofdkantoor zodra er verbinding is.", Dropped: "De foto is weggegooid.",

	NoneKept: "Van dit bezoek is nog geen foto bewaard.", Nth: "Foto {n}", InOrder: "in orde", Because: "Reden: {reason}",
}

var englishPhoto = Photo{
	Act: "Photo", Title: "Photo", Page: "What do you want to see?", New: "New photo", OfVisit: "Photos of this visit",
	For: "For {who}", Nobody: "Without a visit: say why when you keep it",
	Hint:    "Let the visitor look straight into the camera. The head fits the oval.",
	Opening: "The camera is starting…", Judging: "The photo is being looked at…", Retry: "As soon as there is a picture again, it appears here.",
	Take: "Take photo", CountDown: "Count down", StopCount: "Stop", Space: "Space", Retake: "New photo", Keep: "Keep", Drop: "Throw away",
	Guide: "Picture of the camera",

	Good: "The photo is in order.", Remarks: Plural{"{n} remark", "{n} remarks"},
	RemarksNext: "Better take a new photo. If it cannot be better, keep it with a reason.",
	Useless:     "No photo can be made of this.", UselessNext: "Take a new photo.",
	Fine: "In order: {what}",
	Checks: map[string]string{"face": "one face", "size": "size", "centred": "place", "roll": "upright", "turn": "looks straight", "eyes": "eyes",
		"mouth": "mouth", "exposure": "light", "light": "even light", "background": "background", "sharpness": "sharpness", "resolution": "resolution"},
	Units: map[string]string{"size": "{value} mm", "centred": "{value} mm", "roll": "{value}°", "turn": "{value}", "eyes": "{value}", "mouth": "{value}", "exposure": "{value} of 255", "light": "{value}",
		"background": "{value}", "sharpness": "{value}", "resolution": "{value} per inch"},
	Measured: "(measured: {value})",
	Consent:  "The visitor agrees to this photo and to its being kept",
	Why:      "Why do you keep this photo? One sentence will do.", NeedReason: "Fill in why you keep this photo.",
	NeedConsent: "The visitor must agree.", NeedConsentNext: "Ask, and tick it.",
	Kept: "The photo is kept.", KeptNext: "It is sealed, and goes to headquarters as soon as there is a line.", Dropped: "The photo was thrown away.",

	NoneKept: "No photo of this visit has been kept yet.", Nth: "Photo {n}", InOrder: "in order", Because: "Reason: {reason}",
}
