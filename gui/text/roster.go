package text

// Roster is the planner's page of who works where and when: one site in one week.
type Roster struct {
	Title, Opening, NoSites, Busy, More string
	Lost, Connected                     string // Lost: {time} of the roster
	Heading                             string // {site} {day}
	Covered                             string // {need}
	Uncovered                           string // {need} {missing}
	Closed                              string // nothing is open that week
	Objections                          Plural // that nobody accepted
	Draft                               Plural // changes that are not kept
	Hours, HoursMinutes, Minutes        string // {n} {m}
	Span                                string // {from} {to}
	Works                               map[string]string
	Desk                                string // {n}
	People, Week                        string // heads of columns
	Gaps                                string // name of the row of what nobody covers
	GapCount, Shifts                    Plural
	Times                               string // {n} shifts, in a narrow place
	AllCovered, Shut, NoSkill           string // cells
	Away                                string // cell
	AwayHours                           string // {from} {to}
	Evenings                            Plural
	Saturdays                           Plural
	OfContract                          string // {has} {contract}: short, beside a row
	GapsHere                            string // {day} {missing} {need}
	CoveredHere, ShutHere               string // {day}
	Here                                string // {name} {day}
	ShiftHere                           string // {from} {to} {work}
	NoShift                             string
	WeekHere                            string // {has}
	WeekContract                        string // {has} {contract}
	AwayHere                            string
	Cannot, Breach, Accepted, Mind      string // {say}: by weight
	NoObjections                        string

	Earlier, Later, Propose, Site, Judge, Undo, Discard, Save, Need, History, Staff string // buttons
	Shift, Fill, Remove, Next, Close                                                string // buttons

	ShiftNew, ShiftOld            string // {name}
	Person, Day, Work, DeskNumber string // labels
	From, To, OpenPosts           string // labels
	AnyDesk                       string
	NoOpenPosts                   string
	GapRow                        string // {from} {to}
	PersonFree                    string
	PersonWorks                   string // {hours}
	PersonCannot                  string
	Place                         string // button
	BadHours, BadDesk, Closing    string
	Fills                         string // {time}
	Opens                         string // {time}
	FillsNone                     string
	BreaksNone                    string

	SitesTitle, GoThere                                        string
	JudgeTitle, JudgeIntro, Accept, TakeBack                   string // Accept: {by}
	StateRefused, StateBreach, StateNote, StateAccepted        string
	JudgeRefused                                               string
	Kinds                                                      map[string]string // of objections
	SaveTitle, SaveIntro, SaveNow, Saved                       string            // SaveIntro: {by}
	SaveBlocked                                                string
	Added, Removed                                             string // {name} {day} {from} {to} {work}
	AcceptedNow                                                string // {say}
	StillOpen, NothingOpen                                     string // {missing}
	KeepFirst, NoGap, NobodyFor, NothingHere, NoChange, Behind string // Behind: {by}
	Somebody                                                   string

	ProposalTitle, ProposalNone, Adopt, Adopted string
	ProposalIntro                               string // {filled} {missing} {left}
	ProposalLeft                                string

	NeedTitle                             string // {site} {day}
	NeedNow, NeedThen                     string // {need} {contract} {missing}
	NeedUnknown                           Plural // {people}
	NeedRow                               string // {need} {evening}
	NeedSkill                             string // {cluster} {open} {people} {missing}
	NeedShort, NeedEnough                 string // {missing}
	NeedArrow                             string // {before} {after}
	NeedWhat                              string
	NeedMore, NeedShut                    string
	NeedDesks, NeedAsk                    string
	NeedTriedMore                         string // {day} {from} {to} {desks}
	NeedTriedShut                         string // {day} {from} {to}
	HistoryTitle, HistoryEmpty            string
	HistoryRow                            string // {by} {time}
	HistoryCounts                         string // {added} {removed}
	HistoryFirst                          string
	StaffTitle                            string // {day}
	StaffRow                              string // {contract} {sites}
	StaffNoContract                       string
	StaffSkills, StaffAll                 string // {skills}
	StaffTeams, StaffThemes               string // {teams}
	StaffWorks                            string // {works}
	StaffAway                             string // {from} {to}
	StaffAwayHours                        string // {from} {to} {begin} {end}
	StaffPresent, StaffAbsent             string
	StaffRules                            string // {daily} {weekly} {longest} {travel}
	StaffApart                            string // {teams}
	MarkAbsent, MarkPresent, AbsenceSaved string // {name} {day}
	AbsencePart                           string
}

var dutchRoster = Roster{
	Title: "Rooster", Opening: "Het rooster wordt gehaald bij het hoofdkantoor.", NoSites: "Er is nog geen locatie.", Busy: "Bezig …", More: "nog %s",
	Lost: "Geen verbinding; dit rooster is van {time}.", Connected: "Verbonden met het hoofdkantoor",
	Heading: "{site}, week van {day}", Covered: "Nodig {need}, alles bezet.", Uncovered: "Nodig {need}, onbezet {missing}.", Closed: "Er is niets open in deze week.",
	Objections: Plural{"{n} bezwaar waar niemand voor tekent.", "{n} bezwaren waar niemand voor tekent."},
	Draft:      Plural{"Ontwerp: {n} wijziging, nog niet bewaard.", "Ontwerp: {n} wijzigingen, nog niet bewaard."},
	Hours:      "{n} u", HoursMinutes: "{n} u {m}", Minutes: "{n} min", Span: "{from}–{to}",
	Works: map[string]string{"desk": "loket", "reception": "onthaal", "phone": "telefoon", "back": "backoffice", "training": "opleiding"}, Desk: "loket {n}",
	People: "Medewerker", Week: "Uren", Gaps: "Onbezet", GapCount: Plural{"{n} gat", "{n} gaten"}, Shifts: Plural{"{n} dienst", "{n} diensten"}, Times: "{n}×", AllCovered: "bezet", Shut: "dicht", NoSkill: "! kennis",
	Away: "afwezig", AwayHours: "weg {from}–{to}", Evenings: Plural{"{n} avond", "{n} avonden"}, Saturdays: Plural{"weekend", "{n}× weekend"},
	OfContract: "{has} / {contract}", GapsHere: "{day}: {missing} onbezet van {need}.", CoveredHere: "{day}: alles is bezet.", ShutHere: "{day}: er is niets open.",
	Here: "{name}, {day}", ShiftHere: "{from}–{to} {work}.", NoShift: "Geen dienst.", WeekHere: "{has} in deze week; geen contract bekend.", WeekContract: "{has} in deze week, contract {contract}.",
	AwayHere: "Afwezig.", Cannot: "Kan niet: {say}", Breach: "Mag niet: {say}", Accepted: "Aanvaard: {say}", Mind: "Let op: {say}", NoObjections: "Geen bezwaren.",
	Earlier: "Week vroeger", Later: "Week later", Propose: "Stel voor", Site: "Locatie", Judge: "Bezwaren", Undo: "Stap terug", Discard: "Verwerp", Save: "Bewaar",
	Need: "Uren nodig", History: "Geschiedenis", Staff: "Mensen", Shift: "Dienst", Fill: "Vul gat", Remove: "Neem weg", Next: "Volgende dienst", Close: "Terug",
	ShiftNew: "Nieuwe dienst: {name}", ShiftOld: "Dienst van {name}", Person: "Wie?", Day: "Welke dag?", Work: "Welk werk?", DeskNumber: "Loket", From: "Van", To: "Tot",
	OpenPosts: "Wat is onbezet?", AnyDesk: "elk", NoOpenPosts: "Op deze dag is alles bezet.", GapRow: "{from}–{to}",
	PersonFree: "vrij", PersonWorks: "werkt {hours}", PersonCannot: "ander werk", Place: "Zet in het ontwerp",
	BadHours: "Schrijf uren als 09:00. Een dienst begint voor hij eindigt.", BadDesk: "Een loket is een nummer. Leeg is elk loket dat open is.", Closing: "Wat dit doet, wordt nagekeken.",
	Fills: "Vult {time} van wat onbezet is.", Opens: "Laat {time} meer onbezet.", FillsNone: "Verandert niets aan wat onbezet is.", BreaksNone: "Breekt geen regel.",
	SitesTitle: "Welke locatie?", GoThere: "Toon",
	JudgeTitle: "Bezwaren", JudgeIntro: "Wie een bezwaar aanvaardt, neemt het op zich. Dat blijft bewaard met je naam.", Accept: "Aanvaard als {by}", TakeBack: "Neem terug",
	StateRefused: "kan niet", StateBreach: "mag niet", StateNote: "let op", StateAccepted: "aanvaard", JudgeRefused: "Dit kan niemand aanvaarden: wijzig de dienst.",
	Kinds: map[string]string{"form": "geen dienst", "twice": "op twee plaatsen", "travel": "verplaatsing", "rest": "rust", "week": "rust per week", "day": "lange dag", "absent": "afwezig",
		"site": "andere locatie", "work": "ander werk", "skill": "kennis", "team": "ploegen", "desk": "zelfde loket", "contract": "contract", "idle": "niet open"},
	SaveTitle: "Bewaren?", SaveIntro: "Dit verandert er, op naam van {by}.", SaveNow: "Ja, bewaar", Saved: "Het rooster is bewaard.",
	SaveBlocked: "Zo kan het rooster niet bewaard worden. Wijzig de dienst, of aanvaard het bezwaar.",
	Added:       "Erbij: {name}, {day} {from}–{to}, {work}", Removed: "Weg: {name}, {day} {from}–{to}, {work}", AcceptedNow: "Aanvaard: {say}",
	StillOpen: "Daarna blijft {missing} onbezet.", NothingOpen: "Daarna is alles bezet.",
	KeepFirst: "Bewaar of verwerp eerst je ontwerp.", NoGap: "Hier is niets onbezet.", NobodyFor: "Niemand die dit werk doet, is dan vrij.", NothingHere: "Hier staat geen dienst.",
	NoChange: "Er is niets gewijzigd.", Behind: "{by} wijzigde dit rooster intussen. Je ontwerp ligt nu op dat rooster: kijk het na.", Somebody: "Iemand anders",
	ProposalTitle: "Voorstel", ProposalNone: "Er is niemand die een gat kan vullen zonder een regel te breken.", Adopt: "Neem in het ontwerp", Adopted: "Het voorstel staat in je ontwerp. Kijk het na en bewaar het.",
	ProposalIntro: "Vult {filled} van de {missing} die onbezet zijn; {left} blijft onbezet.", ProposalLeft: "Dit kan zo niet bezet worden:",
	NeedTitle: "Nodige en beschikbare uren: {site}, week van {day}", NeedNow: "Nu: {need} nodig, {contract} aan contracten, zeker {missing} tekort.", NeedThen: "Dan: {need} nodig, {contract} aan contracten, zeker {missing} tekort.",
	NeedUnknown: Plural{"Van {people} is geen contract bekend; dat telt niet mee.", "Van {people} is geen contract bekend; die tellen niet mee."},
	NeedRow:     "{need} nodig, waarvan {evening} avond of weekend", NeedSkill: "{cluster}: {open} aangeboden, medewerkers die dit kunnen: {people}, zeker {missing} tekort.",
	NeedShort: "{missing} tekort", NeedEnough: "genoeg", NeedArrow: "{before} » {after}", NeedWhat: "En als we …", NeedMore: "meer openen", NeedShut: "sluiten", NeedDesks: "Loketten", NeedAsk: "Reken uit",
	NeedTriedMore: "Met {day} {from}–{to}, {desks} loketten erbij. Er verandert niets.", NeedTriedShut: "Met {day} {from}–{to} dicht. Er verandert niets.",
	HistoryTitle: "Wie wijzigde wat", HistoryEmpty: "Dit rooster is nog nooit bewaard.", HistoryRow: "{time}, {by}", HistoryCounts: "{added} erbij, {removed} weg", HistoryFirst: "eerste keer",
	StaffTitle: "Mensen, {day}", StaffRow: "{contract}, {sites}", StaffNoContract: "geen contract bekend", StaffSkills: "Kan: {skills}.", StaffAll: "Kan alles wat een loket doet.",
	StaffTeams: "Ploeg: {teams}.", StaffThemes: "Thema's: {themes}.", StaffWorks: "Werk: {works}.", StaffAway: "Afwezig van {from} tot en met {to}.", StaffAwayHours: "Afwezig van {from} tot en met {to}, telkens {begin}–{end}.",
	StaffPresent: "aanwezig", StaffAbsent: "afwezig",
	StaffRules: "Regels: {daily} rust per dag, {weekly} per week, een dag is hoogstens {longest}, tussen twee locaties {travel}.", StaffApart: "Deze ploegen delen nooit een dienst: {teams}.",
	MarkAbsent: "Meld afwezig", MarkPresent: "Meld aanwezig", AbsenceSaved: "Bewaard: {name}, {day}.", AbsencePart: "Deze afwezigheid geldt voor meer dagen of voor een deel van de dag. Wijzig ze met 'central roster put'.",
}

var englishRoster = Roster{
	Title: "Roster", Opening: "The roster is being fetched from headquarters.", NoSites: "There is no site yet.", Busy: "Working …", More: "%s more",
	Lost: "No connection; this roster is of {time}.", Connected: "Connected to headquarters",
	Heading: "{site}, week of {day}", Covered: "Needed {need}, all covered.", Uncovered: "Needed {need}, not covered {missing}.", Closed: "Nothing is open in this week.",
	Objections: Plural{"{n} objection that nobody accepted.", "{n} objections that nobody accepted."},
	Draft:      Plural{"Draft: {n} change, not kept yet.", "Draft: {n} changes, not kept yet."},
	Hours:      "{n} h", HoursMinutes: "{n} h {m}", Minutes: "{n} min", Span: "{from}–{to}",
	Works: map[string]string{"desk": "desk", "reception": "reception", "phone": "telephone", "back": "back office", "training": "training"}, Desk: "desk {n}",
	People: "Person", Week: "Hours", Gaps: "Not covered", GapCount: Plural{"{n} gap", "{n} gaps"}, Shifts: Plural{"{n} shift", "{n} shifts"}, Times: "{n}×", AllCovered: "covered", Shut: "closed", NoSkill: "! skill",
	Away: "absent", AwayHours: "away {from}–{to}", Evenings: Plural{"{n} evening", "{n} evenings"}, Saturdays: Plural{"weekend", "{n}× weekend"},
	OfContract: "{has} / {contract}", GapsHere: "{day}: {missing} not covered of {need}.", CoveredHere: "{day}: all is covered.", ShutHere: "{day}: nothing is open.",
	Here: "{name}, {day}", ShiftHere: "{from}–{to} {work}.", NoShift: "No shift.", WeekHere: "{has} in this week; no contract known.", WeekContract: "{has} in this week, contract {contract}.",
	AwayHere: "Absent.", Cannot: "Cannot be: {say}", Breach: "May not be: {say}", Accepted: "Accepted: {say}", Mind: "Mind: {say}", NoObjections: "No objections.",
	Earlier: "Week earlier", Later: "Week later", Propose: "Propose", Site: "Site", Judge: "Objections", Undo: "Step back", Discard: "Discard", Save: "Keep",
	Need: "Hours needed", History: "History", Staff: "People", Shift: "Shift", Fill: "Fill gap", Remove: "Take away", Next: "Next shift", Close: "Back",
	ShiftNew: "New shift: {name}", ShiftOld: "Shift of {name}", Person: "Who?", Day: "Which day?", Work: "What work?", DeskNumber: "Desk", From: "From", To: "To",
	OpenPosts: "What is not covered?", AnyDesk: "any", NoOpenPosts: "All is covered on this day.", GapRow: "{from}–{to}",
	PersonFree: "free", PersonWorks: "works {hours}", PersonCannot: "other work", Place: "Put in the draft",
	BadHours: "Write hours as 09:00. A shift begins before it ends.", BadDesk: "A desk is a number. Empty is any desk that is open.", Closing: "What this does is being looked at.",
	Fills: "Covers {time} of what is not covered.", Opens: "Leaves {time} more not covered.", FillsNone: "Changes nothing about what is not covered.", BreaksNone: "Breaks no rule.",
	SitesTitle: "Which site?", GoThere: "Show",
	JudgeTitle: "Objections", JudgeIntro: "Who accepts an objection takes it upon themselves. That is kept with your name.", Accept: "Accept as {by}", TakeBack: "Take back",
	StateRefused: "cannot be", StateBreach: "may not be", StateNote: "mind", StateAccepted: "accepted", JudgeRefused: "Nobody can accept this: change the shift.",
	Kinds: map[string]string{"form": "no shift", "twice": "in two places", "travel": "travel", "rest": "rest", "week": "rest of the week", "day": "long day", "absent": "absent",
		"site": "other site", "work": "other work", "skill": "skill", "team": "teams", "desk": "same desk", "contract": "contract", "idle": "not open"},
	SaveTitle: "Keep?", SaveIntro: "This changes, in the name of {by}.", SaveNow: "Yes, keep", Saved: "The roster is kept.",
	SaveBlocked: "The roster cannot be kept like this. Change the shift, or accept the objection.",
	Added:       "More: {name}, {day} {from}–{to}, {work}", Removed: "Gone: {name}, {day} {from}–{to}, {work}", AcceptedNow: "Accepted: {say}",
	StillOpen: "After this {missing} stays not covered.", NothingOpen: "After this all is covered.",
	KeepFirst: "Keep or discard your draft first.", NoGap: "Nothing is uncovered here.", NobodyFor: "Nobody who does this work is free then.", NothingHere: "There is no shift here.",
	NoChange: "Nothing was changed.", Behind: "{by} changed this roster meanwhile. Your draft lies on that roster now: look at it again.", Somebody: "Somebody else",
	ProposalTitle: "Proposal", ProposalNone: "Nobody can fill a gap without breaking a rule.", Adopt: "Take into the draft", Adopted: "The proposal is in your draft. Look at it and keep it.",
	ProposalIntro: "Covers {filled} of the {missing} that are not covered; {left} stays not covered.", ProposalLeft: "This cannot be covered so:",
	NeedTitle: "Hours needed and available: {site}, week of {day}", NeedNow: "Now: {need} needed, {contract} of contracts, surely {missing} short.", NeedThen: "Then: {need} needed, {contract} of contracts, surely {missing} short.",
	NeedUnknown: Plural{"No contract is known of {people}; it does not count.", "No contract is known of {people}; they do not count."},
	NeedRow:     "{need} needed, of which {evening} evening or weekend", NeedSkill: "{cluster}: {open} offered, {people} who can, surely {missing} short.",
	NeedShort: "{missing} short", NeedEnough: "enough", NeedArrow: "{before} » {after}", NeedWhat: "And if we …", NeedMore: "open more", NeedShut: "close", NeedDesks: "Desks", NeedAsk: "Reckon",
	NeedTriedMore: "With {day} {from}–{to}, {desks} desks more. Nothing changes.", NeedTriedShut: "With {day} {from}–{to} closed. Nothing changes.",
	HistoryTitle: "Who changed what", HistoryEmpty: "This roster was never kept.", HistoryRow: "{time}, {by}", HistoryCounts: "{added} more, {removed} gone", HistoryFirst: "first time",
	StaffTitle: "People, {day}", StaffRow: "{contract}, {sites}", StaffNoContract: "no contract known", StaffSkills: "Can: {skills}.", StaffAll: "Can all that a desk does.",
	StaffTeams: "Team: {teams}.", StaffThemes: "Themes: {themes}.", StaffWorks: "Work: {works}.", StaffAway: "Absent from {from} to {to}.", StaffAwayHours: "Absent from {from} to {to}, each time {begin}–{end}.",
	StaffPresent: "there", StaffAbsent: "absent",
	StaffRules: "Rules: {daily} of rest a day, {weekly} a week, a day is {longest} at most, between two sites {travel}.", StaffApart: "These teams never share a shift: {teams}.",
	MarkAbsent: "Note absent", MarkPresent: "Note there", AbsenceSaved: "Kept: {name}, {day}.", AbsencePart: "This absence holds for more days or for part of the day. Change it with 'central roster put'.",
}
