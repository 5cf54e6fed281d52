package virtual

// Person is who a card is made for, in the words of the card's files.
type Person struct {
	CardNumber, ValidFrom, ValidTo, Municipality string
	Number, Name, FirstNames, ThirdInitial       string
	Nationality, BirthPlace, BirthDate, Sex      string
	DocumentType                                 string
	Street, Zip, Town                            string
	PIN                                          string
	Photo                                        []byte // JPEG; none makes a grey one
}

// The people of the demonstration and of the tests. None of them lives: their numbers are examples from public sources or
// computed, and their names are made up.
var (
	// Citizen has a date in Dutch, and letters that are not ASCII.
	Citizen = Person{
		CardNumber: "590123456774", ValidFrom: "01.03.2021", ValidTo: "01.03.2031", Municipality: "Antwerpen",
		Number: "85073003328", Name: "Specimen", FirstNames: "Noël André", ThirdInitial: "M",
		Nationality: "Belg", BirthPlace: "Antwerpen", BirthDate: "30 JUL 1985", Sex: "M",
		DocumentType: "1", Street: "Grotesteenweg 1 bus 2", Zip: "2600", Town: "Antwerpen", PIN: "1234",
	}
	// Child has a Kids-ID, with a date in French.
	Child = Person{
		CardNumber: "592123456732", ValidFrom: "05.05.2025", ValidTo: "05.05.2028", Municipality: "Antwerpen",
		Number: "12022900205", Name: "Spécimen", FirstNames: "Aimé", Nationality: "Belge",
		BirthPlace: "Liège", BirthDate: "29 FEVR 2012", Sex: "F",
		DocumentType: "6", Street: "Grotesteenweg 1 bus 2", Zip: "2600", Town: "Antwerpen", PIN: "123456",
	}
	// Foreigner has a residence card F+, a bis number without a day of birth, and a date in German.
	Foreigner = Person{
		CardNumber: "B123456789", ValidFrom: "01.01.2024", ValidTo: "01.01.2029", Municipality: "Eupen",
		Number: "72230000321", Name: "Muster", FirstNames: "Jörg", Nationality: "Schweiz",
		BirthPlace: "Basel", BirthDate: "MÄR 1972", Sex: "M",
		DocumentType: "18", Street: "Klosterstraße 3", Zip: "4700", Town: "Eupen", PIN: "98765432",
	}
)
