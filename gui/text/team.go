package text

// Team is what people at the other desks do for each other: coming when somebody calls, and taking over a desk.
type Team struct {
	Ask, Over, Come, Lock string // buttons

	Called, CalledNext, CalledBrief string // {desk} {time}: another desk needs help; {key}
	Asked, AskedNext                string // this desk did, and nobody answered yet; {time} {key}
	Comes                           string // {name} {desk}
	ThereNext, GoingThere           string // {key}: at the self-service desk
	Settled, Going                  string // it is over; {desk} this window answered
	Locked, LockedNext              string // {time} {name}
	LockedWith, LockedWithNext      string // {time} {name} {ticket}
	Veiled                          string // in the place of what names people
	Back, BackWith                  string // {name} {ticket}: the same clerk
	Took, TookWith, TookNext        string // {name} of who sat here, {ticket}
}

var dutchTeam = Team{
	Ask: "Roep collega's", Over: "Hulp niet meer nodig", Come: "Ik kom", Lock: "Vergrendel",
	Called: "Loket {desk} roept collega's: daar is nu hulp nodig.", CalledNext: "Zeg met {key} dat je komt, en ga erheen.", CalledBrief: "{key}: ik kom.",
	Asked: "Je riep je collega's om {time}. Nog niemand heeft geantwoord.", AskedNext: "Is het opgelost, zeg het met {key}.",
	Comes: "{name} komt, van loket {desk}.", Settled: "Je collega's zien dat het opgelost is.", Going: "Loket {desk} ziet dat je komt.",
	ThereNext: "Zeg met {key} dat je gaat.", GoingThere: "Je collega's zien dat iemand naar het zelfbedieningsloket gaat.",
	Locked: "Dit loket is vergrendeld sinds {time}.", LockedNext: "{name} werkt verder na aanmelden. Meldt een collega zich aan, dan neemt die het over.",
	LockedWith: "Dit loket is vergrendeld sinds {time}. {ticket} blijft hier.", LockedWithNext: "{name} werkt verder na aanmelden. Meldt een collega zich aan, dan neemt die {ticket} over.",
	Veiled: "Namen staan hier weer na aanmelden.",
	Back:   "Welkom terug, {name}.", BackWith: "Welkom terug, {name}. {ticket} is nog hier.",
	Took: "Je neemt dit loket over van {name}.", TookWith: "Je neemt {ticket} over van {name}.", TookNext: "Wat op de lijst stond, kijk je zelf na.",
}

var englishTeam = Team{
	Ask: "Call colleagues", Over: "Help no longer needed", Come: "I'm coming", Lock: "Lock",
	Called: "Desk {desk} calls colleagues: help is needed there now.", CalledNext: "Say with {key} that you are coming, and go there.", CalledBrief: "{key}: I'm coming.",
	Asked: "You called your colleagues at {time}. Nobody has answered yet.", AskedNext: "When it is over, say so with {key}.",
	Comes: "{name} is coming, from desk {desk}.", Settled: "Your colleagues see that it is over.", Going: "Desk {desk} sees that you are coming.",
	ThereNext: "Say with {key} that you are going.", GoingThere: "Your colleagues see that somebody goes to the self-service desk.",
	Locked: "This desk is locked since {time}.", LockedNext: "{name} goes on after signing in. A colleague who signs in takes over.",
	LockedWith: "This desk is locked since {time}. {ticket} stays here.", LockedWithNext: "{name} goes on after signing in. A colleague who signs in takes over {ticket}.",
	Veiled: "Names are shown here again after signing in.",
	Back:   "Welcome back, {name}.", BackWith: "Welcome back, {name}. {ticket} is still here.",
	Took: "You take over this desk from {name}.", TookWith: "You take over {ticket} from {name}.", TookNext: "What was ticked, check for yourself.",
}
