package printer

import "time"

// emulatedModel is what an Emulator says it is.
const emulatedModel = "Buurtloket emulator"

// troubles are the faults that a printer names, with its own keyword; those that end in error make it stand still.
var troubles = []struct {
	fault   Fault
	keyword string
	stops   bool
}{
	{Jammed, "media-jam-error", true},
	{OpenCover, "cover-open-error", true},
	{OutOfPaper, "media-empty-error", true},
	{LowPaper, "media-low-warning", false},
}

// about is what the printer says of itself.
func (e *Emulator) about() Group {
	g := Group{Tag: TagPrinter}
	state, queued := int32(3), len(e.list(false))
	if queued > 0 {
		state = 4
	}
	if e.stopped() {
		state = 5
	}
	g.with("printer-state", Int(TagEnum, state))
	g.with("queued-job-count", Int(TagInteger, int32(queued)))
	var reasons []string
	for _, t := range troubles {
		if e.broken[t.fault] {
			reasons = append(reasons, t.keyword)
		}
	}
	if len(reasons) == 0 {
		reasons = []string{"none"}
	}
	g.text(TagKeyword, "printer-state-reasons", reasons...)
	g.with("printer-is-accepting-jobs", Bool(true))
	g.text(TagText, "printer-make-and-model", emulatedModel)
	g.text(TagMediaType, "document-format-supported", e.formats()...)
	var operations []Value
	for _, op := range []Operation{PrintJob, ValidateJob, CancelJob, GetJobAttributes, GetJobs, GetPrinterAttributes} {
		operations = append(operations, Int(TagEnum, int32(op)))
	}
	g.with("operations-supported", operations...)
	g.with("printer-current-time", Time(e.since.Truncate(time.Second)))
	g.with("printer-up-time", Int(TagInteger, 1+int32(e.since.Sub(e.began).Seconds())))
	g.Attributes = append(g.Attributes, constant...)
	return g
}

// constant is what a printer must say besides (RFC 8011, section 5.4; PWG 5100.14) and what never changes here.
var constant = func() []Attribute {
	g := Group{Tag: TagPrinter}
	g.text(TagCharset, "charset-configured", "utf-8")
	g.text(TagCharset, "charset-supported", "utf-8")
	g.text(TagLanguage, "natural-language-configured", "en")
	g.text(TagLanguage, "generated-natural-language-supported", "en")
	g.text(TagKeyword, "compression-supported", "none")
	g.text(TagMediaType, "document-format-default", PDF)
	g.text(TagKeyword, "ipp-versions-supported", "1.1", "2.0")
	g.text(TagName, "printer-name", "emulator")
	g.text(TagText, "printer-info", emulatedModel)
	g.text(TagText, "printer-location", "")
	g.text(TagURI, "printer-more-info", "http://emulator.invalid/")
	g.text(TagURI, "printer-uri-supported", EmulatorAddress)
	g.text(TagKeyword, "uri-authentication-supported", "none")
	g.text(TagKeyword, "uri-security-supported", "none")
	g.text(TagKeyword, "pdl-override-supported", "attempted")
	g.text(TagKeyword, "media-supported", "iso_a4_210x297mm")
	g.with("copies-supported", Range(1, 1))
	g.with("printer-resolution-supported", ResolutionValue(Resolution{600, 600, 3}))
	a4 := []Attribute{
		{Name: "x-dimension", Values: []Value{Int(TagInteger, 21000)}}, // hundredths of a millimetre
		{Name: "y-dimension", Values: []Value{Int(TagInteger, 29700)}},
	}
	g.with("media-col-default", Value{Tag: TagCollection, Members: []Attribute{
		{Name: "media-size", Values: []Value{{Tag: TagCollection, Members: a4}}},
	}})
	return g.Attributes
}()
