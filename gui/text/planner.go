package text

// Planner is the week board of central staff: sites by days, hours that are moved, what that does.
type Planner struct {
	Title, Opening, NoSites, Busy                                      string
	Connected, Lost                                                    string // Lost: {time} of the board
	Online, Offline                                                    string // a site's counter
	Sites, FirstFree                                                   string // heads of columns
	Closed, NoPlace                                                    string
	WaitArrow                                                          string // {before} {after}, a figure
	Free, WorkingDays, Desks                                           Plural
	Figures                                                            string // {booked} {seats}
	HereTitle                                                          string // {site} {day}
	HereSeats                                                          string // {desks} {seats} {booked} {free} {held} {blocked}
	HereExpected                                                       string // {n} {days} it rests on
	HereUnknown                                                        string
	Stranded, AskedBack                                                Plural
	InHand                                                             string // {desk} {from} {to} {site} {day}
	DraftTitle, DraftNone, DraftUndo                                   string
	DraftMoves                                                         Plural
	WaitChanges                                                        string // {site} {cluster} {before} {after}
	WaitsStay                                                          string
	Staff, StaffUnknown, StaffNobody                                   string // {site} {desks} {people}
	Rostered, RosteredNobody                                           string // the same, of a day that has a roster
	Hits                                                               Plural
	NoHits                                                             string
	Recall, RecallOffline                                              string // {site} {held} {certain}
	Move                                                               string // {desk} {from} {to} {site} {day} {there} {then} {at}
	Hit                                                                string // {site} {day} {at} {why}
	Stale, NoHours                                                     string
	Committed                                                          string
	Asked                                                              Plural
	HoursTitle                                                         string // {site} {day}
	HoursRow                                                           string // {desk} {from} {to}
	HoursDetail                                                        string // {booked} {held}
	Picked                                                             string // {from} {to} {time}
	LaterBegin, EarlierBegin, EarlierEnd, LaterEnd                     string // buttons
	Lift, Put                                                          string // buttons
	CommitTitle, CommitMoves, CommitEffect, CommitHits                 string
	AdviceTitle, NoAdvice                                              string
	Saves                                                              string // {n} days of waiting
	Adopt                                                              string // button
	Earlier, Later, Advise, Commit, CommitNow, Undo, Discard, TakeBack string // buttons
	Sooner, Afterwards, Close                                          string // buttons
	AllClusters                                                        string // in the place of {cluster}
	Zoom, ZoomOut, DayEarlier, DayLater                                string // buttons of the day by half hours
	HalfLegend, HalfClosed, HalfShut, HalfEarlier, HalfLater           string
	HalfEmpty                                                          string // {day}
	HalfTitle                                                          string // {site} {day} {from} {to}
	HalfExpected                                                       string // {n} {days} it rests on
	HalfExpects                                                        string // {n}, in a field
	DropTitle                                                          string // {site} {day}
	DropPicked                                                         string // {from} {to} {time} {there} {then}
	Drop                                                               string // button
	DropBusy, DropHand, DropNowhere, DropPast                          string
}

var dutchPlanner = Planner{
	Title: "Weekbord", Opening: "Het weekbord wordt gehaald bij het hoofdkantoor.", NoSites: "Nog geen enkele locatie werkt op afspraak.", Busy: "Bezig …",
	Connected: "Verbonden met het hoofdkantoor", Lost: "Geen verbinding; dit bord is van {time}. Het ontwerp blijft staan.",
	Online: "verbonden", Offline: "niet verbonden", Sites: "Locatie", FirstFree: "Eerste vrije plaats",
	Closed: "gesloten", NoPlace: "geen plaats", Free: Plural{"{n} vrij", "{n} vrij"}, WorkingDays: Plural{"{n} werkdag", "{n} werkdagen"}, Desks: Plural{"{n} loket", "{n} loketten"}, WaitArrow: "{before} » {after}",
	Figures: "{booked}/{seats}", HereTitle: "{site}, {day}",
	HereSeats:    "{desks}, {seats} plaatsen: {booked} geboekt, {free} vrij bij het hoofdkantoor, {held} bij het loket, {blocked} geblokkeerd.",
	HereExpected: "Verwacht: {n} plaatsen, volgens {days} dagen van vroeger.", HereUnknown: "Verwacht: geen gegevens.",
	Stranded:   Plural{"{n} afspraak heeft geen plaats meer in het rooster: bel deze persoon.", "{n} afspraken hebben geen plaats meer in het rooster: bel deze mensen."},
	AskedBack:  Plural{"{n} plaats is teruggevraagd en nog bij het loket.", "{n} plaatsen zijn teruggevraagd en nog bij het loket."},
	InHand:     "In de hand: loket {desk} van {site}, {day}, {from}–{to}. Ga naar een andere dag of locatie en leg het daar neer.",
	DraftTitle: "Ontwerp", DraftNone: "Nog niets verplaatst. Kies een dag en neem er uren van een loket op.", DraftUndo: "De laatste wijziging wordt teruggenomen.",
	DraftMoves:  Plural{"{n} verplaatsing", "{n} verplaatsingen"},
	WaitChanges: "{site}, {cluster}: eerste vrije plaats {before} » {after}.", WaitsStay: "De eerste vrije plaats blijft overal dezelfde.",
	Staff: "{site}: {desks} loketten open; hier mogen werken: {people}.", StaffUnknown: "{site}: niet bekend wie er werkt.", StaffNobody: "{site}: niemand staat er op de lijst.",
	Rostered: "{site}: {desks} loketten open; in het rooster aan het loket: {people}.", RosteredNobody: "{site}: volgens het rooster staat er niemand aan het loket.",
	Hits:   Plural{"{n} afspraak verliest haar plaats: bel deze persoon.", "{n} afspraken verliezen hun plaats: bel deze mensen."},
	NoHits: "Geen enkele afspraak wordt geraakt.",
	Recall: "{site}: {held} plaatsen worden aan het loket teruggevraagd, {certain} zijn meteen weg.", RecallOffline: "{site} is niet verbonden: {held} plaatsen komen pas terug als het loket weer verbonden is, {certain} zijn meteen weg.",
	Move: "Loket {desk} van {site}, {day} {from}–{to}, gaat naar {there}, {then} om {at}.", Hit: "{site}, {day} om {at}: {why}",
	Stale: "Iemand anders heeft het rooster intussen gewijzigd. Het bord is opnieuw gehaald: kijk het ontwerp na.", NoHours: "Op deze dag is hier geen loket open om uren van te nemen.",
	Committed: "Vastgelegd.", Asked: Plural{"{n} plaats is teruggevraagd; ze komt zodra het loket antwoordt.", "{n} plaatsen zijn teruggevraagd; ze komen zodra het loket antwoordt."},
	HoursTitle: "Uren opnemen: {site}, {day}", HoursRow: "Loket {desk}, {from}–{to}", HoursDetail: "{booked} geboekt, {held} bij het loket",
	Picked:     "Je neemt {from}–{to} op ({time}).",
	LaterBegin: "Begin later", EarlierBegin: "Begin vroeger", EarlierEnd: "Einde vroeger", LaterEnd: "Einde later", Lift: "Neem op", Put: "Leg neer",
	CommitTitle: "Vastleggen?", CommitMoves: "Wat er verandert", CommitEffect: "Wat dat doet", CommitHits: "Afspraken die hun plaats verliezen",
	AdviceTitle: "Voorstellen", NoAdvice: "Er is geen verplaatsing die meer oplevert dan ze kost.", Saves: "scheelt {n} dagen wachten", Adopt: "Maak er een ontwerp van",
	Earlier: "Week vroeger", Later: "Week later", Advise: "Voorstellen", Commit: "Leg vast", CommitNow: "Ja, leg vast", Undo: "Stap terug", Discard: "Verwerp",
	TakeBack: "Neem laatste terug", Sooner: "10 min vroeger", Afterwards: "10 min later", Close: "Terug",
	AllClusters: "alle diensten", Zoom: "Dag per half uur", ZoomOut: "Terug naar de week", DayEarlier: "Dag vroeger", DayLater: "Dag later",
	HalfLegend:  "Per half uur: vrije plaatsen, daaronder geboekt van de plaatsen en ± wie er verwacht wordt. Meer streepjes: voller.",
	HalfEarlier: "eerder op de dag", HalfLater: "later op de dag",
	HalfClosed: "–", HalfShut: "Dan is hier geen loket open op afspraak.", HalfEmpty: "Op {day} werkt geen enkele locatie op afspraak.",
	HalfTitle: "{site}, {day}, {from}–{to}", HalfExpected: "Verwacht in dit half uur: {n} plaatsen, volgens {days} dagen van vroeger.", HalfExpects: "±{n}",
	DropTitle: "Uren verplaatsen: {site}, {day}", DropPicked: "{from}–{to} ({time}) gaat naar {there}, {then}.", Drop: "Verplaats",
	DropBusy: "Er loopt nog iets. Wacht even en sleep het dan opnieuw.", DropHand: "Je hebt al uren in de hand. Leg die eerst neer, of laat ze los met Esc.",
	DropNowhere: "Daar is geen dag van een locatie: er is niets verplaatst.", DropPast: "Vandaag is van het loket zelf, en wat voorbij is staat vast. Verplaats uren van morgen of later.",
}

var englishPlanner = Planner{
	Title: "Week board", Opening: "The week board is being fetched from headquarters.", NoSites: "No site makes appointments yet.", Busy: "Working …",
	Connected: "Connected to headquarters", Lost: "No connection; this board is of {time}. The draft is kept.",
	Online: "connected", Offline: "not connected", Sites: "Site", FirstFree: "First free place",
	Closed: "closed", NoPlace: "no place", Free: Plural{"{n} free", "{n} free"}, WorkingDays: Plural{"{n} workday", "{n} workdays"}, Desks: Plural{"{n} desk", "{n} desks"}, WaitArrow: "{before} » {after}",
	Figures: "{booked}/{seats}", HereTitle: "{site}, {day}",
	HereSeats:    "{desks}, {seats} places: {booked} booked, {free} free at headquarters, {held} at the counter, {blocked} blocked.",
	HereExpected: "Expected: {n} places, from {days} days of before.", HereUnknown: "Expected: no data.",
	Stranded:   Plural{"{n} appointment has no place in the plan any more: call this person.", "{n} appointments have no place in the plan any more: call these people."},
	AskedBack:  Plural{"{n} place was asked back and is still at the counter.", "{n} places were asked back and are still at the counter."},
	InHand:     "In hand: desk {desk} of {site}, {day}, {from}–{to}. Go to another day or site and put it down there.",
	DraftTitle: "Draft", DraftNone: "Nothing moved yet. Choose a day and lift hours of a desk.", DraftUndo: "The last change is taken back.",
	DraftMoves:  Plural{"{n} move", "{n} moves"},
	WaitChanges: "{site}, {cluster}: first free place {before} » {after}.", WaitsStay: "The first free place stays the same everywhere.",
	Staff: "{site}: {desks} desks open; who may work here: {people}.", StaffUnknown: "{site}: nobody knows who works there.", StaffNobody: "{site}: nobody is on its list.",
	Rostered: "{site}: {desks} desks open; at the desks by the roster: {people}.", RosteredNobody: "{site}: by the roster nobody is at the desks.",
	Hits:   Plural{"{n} appointment loses its place: call this person.", "{n} appointments lose their place: call these people."},
	NoHits: "No appointment is hit.",
	Recall: "{site}: {held} places are asked back of the counter, {certain} are gone at once.", RecallOffline: "{site} is not connected: {held} places come back only when the counter is connected again, {certain} are gone at once.",
	Move: "Desk {desk} of {site}, {day} {from}–{to}, goes to {there}, {then} at {at}.", Hit: "{site}, {day} at {at}: {why}",
	Stale: "Somebody else changed the plan meanwhile. The board was fetched again: look at the draft again.", NoHours: "No desk is open here on this day to take hours of.",
	Committed: "Committed.", Asked: Plural{"{n} place was asked back; it comes as soon as the counter answers.", "{n} places were asked back; they come as soon as the counter answers."},
	HoursTitle: "Lift hours: {site}, {day}", HoursRow: "Desk {desk}, {from}–{to}", HoursDetail: "{booked} booked, {held} at the counter",
	Picked:     "You lift {from}–{to} ({time}).",
	LaterBegin: "Begin later", EarlierBegin: "Begin earlier", EarlierEnd: "End earlier", LaterEnd: "End later", Lift: "Lift", Put: "Put down",
	CommitTitle: "Commit?", CommitMoves: "What changes", CommitEffect: "What that does", CommitHits: "Appointments that lose their place",
	AdviceTitle: "Suggestions", NoAdvice: "No move brings more than it costs.", Saves: "saves {n} days of waiting", Adopt: "Make it a draft",
	Earlier: "Week earlier", Later: "Week later", Advise: "Suggestions", Commit: "Commit", CommitNow: "Yes, commit", Undo: "Step back", Discard: "Discard",
	TakeBack: "Take last back", Sooner: "10 min earlier", Afterwards: "10 min later", Close: "Back",
	AllClusters: "all services", Zoom: "Day by half hours", ZoomOut: "Back to the week", DayEarlier: "Day earlier", DayLater: "Day later",
	HalfLegend:  "By half hours: free places, below them booked of all places and ± who is expected. More strokes: fuller.",
	HalfEarlier: "earlier in the day", HalfLater: "later in the day",
	HalfClosed: "–", HalfShut: "No desk is open here by appointment then.", HalfEmpty: "No site works by appointment on {day}.",
	HalfTitle: "{site}, {day}, {from}–{to}", HalfExpected: "Expected in this half hour: {n} places, from {days} days of before.", HalfExpects: "±{n}",
	DropTitle: "Move hours: {site}, {day}", DropPicked: "{from}–{to} ({time}) goes to {there}, {then}.", Drop: "Move",
	DropBusy: "Something is under way. Wait a moment and drag it again.", DropHand: "You have hours in hand already. Put those down first, or let go of them with Esc.",
	DropNowhere: "There is no day of a site there: nothing was moved.", DropPast: "Today is the counter's own, and what is past is fixed. Move hours of tomorrow or later.",
}
