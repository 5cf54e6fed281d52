package certificate

import (
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// Words are what a colleague at a counter reads of a certificate.
func Words(s *contract.CertificateState) string {
	switch StageOf(s) {
	case contract.CertificateStage_CERTIFICATE_STAGE_ASKED:
		return "Het wacht op het hoofdkantoor."
	case contract.CertificateStage_CERTIFICATE_STAGE_READY:
		return "Het is klaar en nog niet afgedrukt."
	case contract.CertificateStage_CERTIFICATE_STAGE_PRINTED:
		if s.ErasedMs != 0 {
			return "Het is afgedrukt en hier gewist."
		}
		return "Het is afgedrukt."
	case contract.CertificateStage_CERTIFICATE_STAGE_REFUSED:
		if say, ok := refusals[s.Refused]; ok {
			return say
		}
		return "Het hoofdkantoor maakt dit attest niet."
	}
	return "Niemand haalde het op tijd af; het is hier gewist."
}

// refusals are the reasons that have words.
var refusals = map[attest.Reason]string{
	attest.NoPerson:  "Het register kent niemand met dit rijksregisternummer.",
	attest.OtherName: "De naam hoort niet bij dit rijksregisternummer. Kijk beide na op de kaart.",
	attest.Deceased:  "Volgens het register is deze persoon overleden.",
	attest.NotHere:   "Deze persoon woont niet in de stad: de gemeente van de woonplaats maakt dit attest.",
	attest.NoRecord:  "De stad bewaart deze akte niet: vraag ze in de gemeente waar ze opgemaakt is.",
	attest.NoKind:    "Het hoofdkantoor maakt dit attest niet.",
	attest.Changed:   "Het register is intussen gewijzigd. Vraag het attest opnieuw aan.",
}
