// Package story tells whole days at the counter, with the real programs as processes of their own: three nodes of
// headquarters, the daemons of two counters, and people who talk to them from outside, through the contract.
//
// There is no code here but the tests, and those are behind the build tag "story", because they need the programs
// built: BUURTLOKET_BIN names the folder (`make check ONLY=story` builds it and runs them). With -v a story prints what
// happened, line by line, at the city's own time: all processes go by one clock that the story sets, see package clock.
//
// A story uses nothing of the other floors, only what any screen, phone desk or operator has: sockets, the plain door,
// the command line, and the files that a stopped counter leaves behind.
//
// # Stories as text
//
// The stories in testdata can be read by whoever knows the city: testdata/*.txtar, each told by TestStoryScripts (those of
// testdata/screens, in which our screens are windows, by TestScreenScripts) with a
// city of its own. A line is a command, a line with # begins a scene. The language is that of
// github.com/rogpeppe/go-internal/testscript — stdout 'REGEXP', stderr, cmp stdout FILE with the file at the end of the
// story — and these words, one for each thing that people do. SITE is a part of a location's id that no other has, DESK a
// number, by default the first desk where somebody is signed in; NAME is how the story calls somebody.
//
// The city:
//
//	at [DATE] TIME                        what time it is; the first begins the story and starts headquarters
//	at +SECONDS                           a moment later: a hand has left the door it opened, which no leap of minutes may meet open
//	staff CLERK PIN NAME SITE… [as ROLE…] [for SKILL…]
//	counter SITE [with FILE]              starts a counter, with a line, and with the devices of a file of the story, in which
//	                                      PORTRETTEN is the folder of who may sit before the camera: the demonstration's
//	line SITE down|up|cut                 down: both sides see it; cut: nobody was told
//	restart SITE                          nobody is signed in afterwards
//	power-cut SITE                        the daemon is killed and starts again; nobody is signed in afterwards
//	night SITE DATE                       the night before that morning, with all it does
//	synced SITE                           waits until each side has what the other had to say
//	hq ARGUMENT…                          the command line of headquarters, as behind "central"
//	citizen books SITE DATE TIME PRODUCT as NAME; citizen cancels NAME
//	citizen sees SITE DATE TIME PRODUCT as NAME; citizen takes NAME  a page shows a place, and later they press there
//	citizens book SITE DATE PRODUCT COUNT|all
//	until REGEXP COMMAND…                 tries a command until it says that
//	agree SITE DATE…                      the end: agendas, journals and trees of both sides are the same, nothing is double;
//	                                      prints how many events of each kind there were
//
// At the counter:
//
//	signin SITE DESK CLERK PIN
//	ticket SITE [DESK] PRODUCT… [persons N] [semi|urgent REASON] [as NAME]
//	checkin SITE [DESK] NAME
//	scan SITE [DESK] NAME                 they show the code that headquarters signed
//	call SITE [DESK] [expects NAME]
//	serve, finish, miss SITE [DESK]
//	hasten SITE [DESK] NAME semi|urgent REASON
//	find SITE [DESK] PRODUCT DATE         what a clerk's search finds, and what of it is certain
//	book SITE [DESK] PRODUCT DATE TIME [at SITE] [document NUMBER] as NAME
//	move SITE [DESK] NAME PRODUCT DATE TIME; cancel SITE [DESK] NAME
//	open-day SITE [DESK]; close-day SITE [DESK] [uncounted REASON] [trips-known yes]
//	day-sheet SITE [DESK] FILE            keeps the PDF, prints its words
//
// At the safe, "with CLERK PIN" being the colleague of an act that takes two:
//
//	receive SITE [DESK] CONSIGNMENT from WHOM [with CLERK PIN] [KIND NUMBER=HOLDER…]
//	store SITE [DESK] COMPARTMENT NUMBER…; count SITE [DESK] COMPARTMENT NUMBER…
//	hand-out SITE [DESK] NUMBER to COLLECTOR EVIDENCE…
//	depart SITE [DESK] TRIP to SITE with CLERK PIN [by TIME] [NUMBER…]
//	bring-back SITE [DESK] TRIP with CLERK PIN NUMBER… [handed-out NUMBER…]
//	collectable SITE KIND DATE [NUMBER]; document SITE NUMBER; safe SITE
//
// At the devices, which are emulated, DEVICE being its name in the configuration:
//
//	hand SITE DEVICE SWITCH [off|CHOICE]  what a hand does to it; the switches are those of appliance/rehearsal
//	print SITE [DESK] NAME|day-sheet      the ticket of a visitor or the sheet of today, on paper
//	prints SITE [DESK]                    what became of today's papers; papers SITE: what came out of the printers
//	certify SITE [DESK] KIND NUMBER NAME  a certificate of the registers; certificates SITE [DESK]: how they stand
//	open-door SITE [DESK] PURPOSE DOCUMENT|COMPARTMENT [in COMPARTMENT] [with CLERK PIN] [because REASON]
//	doors SITE                            how register and doors agree; what somebody must look into begins with "Kijk na"
//	settle SITE [DESK] DOOR KIND REASON   says what an alarm of a door was
//	capture SITE [DESK] NAME              looks through the camera and takes a photo; prints what is wrong with it
//	keep-photo SITE [DESK] NAME [because REASON]; photos SITE [DESK] NAME: what happened to those of a visit
//	read SITE [DESK] SCANNER CODE         a code before a scanner, and what the desk's screen hears
//	check-holder SITE [DESK] NUMBER by COLLECTOR  holds the card in the reader against a document; prints what that proves
//
// How products are done, STEP being its name in the procedure:
//
//	tick SITE [DESK] STEP [undone]        a step of the visitor at the desk; follows SITE [DESK]: how far it is, by which version
//	news SITE [DESK]; read-news SITE [DESK] PRODUCT VERSION  what is new to who is signed in
//	remark SITE [DESK] PRODUCT [VERSION STEP|- WORDS]  says something of it; prints what was said here, and answered
//
// At the self-service desk, whose devices are those of no desk; nobody is signed in there:
//
//	kiosk SITE                            what it shows: line, help, locations, its reader, and what cannot be done
//	kiosk SITE ticket PRODUCT [persons N] [as NAME]
//	kiosk SITE checkin NAME|card          by the code of an appointment, or by the card in the reader
//	kiosk SITE find PRODUCT DATE [at SITE]; kiosk SITE where PRODUCT
//	kiosk SITE book PRODUCT DATE TIME [at SITE] [behind OTHER] as NAME  behind: OTHER takes that place on the web meanwhile
//	kiosk SITE certify KIND PIN as NAME; kiosk SITE collect NAME
//	kiosk SITE used WHAT OUTCOME COUNT [language CODE] [killed]  each told twice; killed: the daemon is, among the first telling
//	kiosk SITE help
//	kiosk SITE again                      the tap before, once more: it changes nothing
//	see-help SITE [DESK]; kiosk-use SITE [DESK]  a clerk goes there; how often it was used today
//
// What is seen:
//
//	display SITE                          the display in the waiting room: calls, who is next, and all else that it is told
//	screen SITE [DESK] [ABOUT…]           the clerk's screen in Dutch, a line a fact, with what it is about before the colon
//	products SITE [PRODUCT…]              what can be done here today
//
// Before our own screens, each a real program on a virtual display of its own that it fills. They are pressed and touched with
// xdotool and read with tesseract, as by somebody who stands there: there is no door into them. Words are found wherever they
// stand, also where they go on beneath; letters that look alike are one (0 and O, 1 and l). What is wanted is waited for. The
// voice of the self-service desk is a program of the story's that writes down what it is to say.
//
//	open SITE kiosk|display|clerk         starts that program; shut SITE SCREEN: ends it, and it ends well
//	open hq planner                       likewise the planner's, at headquarters: its SITE is hq
//	sees SITE SCREEN WORDS…               all of them can be read there, soon; unseen: none of them any more
//	touch SITE SCREEN WORDS…              a finger, where these words stand: one touch after the other
//	drag SITE SCREEN WORDS to WORDS       the mouse takes what stands there to where the others stand
//	press SITE SCREEN KEY… [until WORDS…] keys, by their X names; until: pressed again where nothing came of it
//	type SITE SCREEN TEXT                 as people type
//	hears SITE SCREEN REGEXP [NAME…]      it was read aloud; NAME is what stands in the brackets, $NAME from then on
//	power SITE off|on                     the daemon is killed, and starts again: in between, screens say so
//
// With STORY_PICTURES=FOLDER the last picture of each screen of a story that failed is kept there.
//
// A line that begins with ! wants a refusal: in words for people, on standard error, and nothing that the counters show may
// have changed by it. A line that cannot be understood, or a line to headquarters that broke, is no refusal.
//
// A line that begins with [due] says what should be and is not yet; STORY_DUE=1 tells these too. STORY_UPDATE=1 writes what
// cmp finds into the stories: read the difference before you keep it.
package story
