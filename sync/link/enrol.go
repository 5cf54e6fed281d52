package link

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// RenewPath is where [Renew] asks; mount [RenewHandler] there in Server.Handler.
const RenewPath = "/buurtloket.link/renew"

const enrolPath = "/buurtloket.link/enrol"

// enrolBytes bounds a request and an answer: a certificate request is some 300 bytes, a chain some 1,000.
const enrolBytes = 16 << 10

// wish is what a device sends, as JSON: byte strings in base 64.
type wish struct {
	Secret []byte `json:"secret,omitempty"` // of the code; when enrolling
	CSR    []byte `json:"csr"`              // DER
}

// reply is what it gets: a chain, or why not.
type reply struct {
	Chain [][]byte `json:"chain,omitempty"` // DER, leaf first, authority last
	Kind  uint8    `json:"kind,omitempty"`  // of the fault; with status other than 200
	Say   string   `json:"say,omitempty"`
	Next  string   `json:"next,omitempty"`
}

// EnrolHandler answers strangers with a code: give it to Server.Enrol. It calls redeem with the hash of the
// code and a request whose signature was checked; redeem decides (see [Redeem]), marks the code used and issues
// (see [Authority.SignDevice]) in one durable step, and gives the DER chain, leaf first and authority last: the same one
// to the same key, as often as it asks while the code is valid. Its
// fault's kind and sentence go back to the device, never its cause. redeem is called concurrently.
func EnrolHandler(redeem func(codeHash []byte, csr *x509.CertificateRequest) (certDER [][]byte, err error)) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+enrolPath, func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, func(in wish, csr *x509.CertificateRequest) ([][]byte, error) {
			return redeem(hashSecret(in.Secret), csr)
		})
	})
	return mux
}

// RenewHandler answers a peer that wants a new certificate for the role and name it already has; anything else
// is refused with Denied. renew issues and records, as redeem does for [EnrolHandler].
func RenewHandler(renew func(p Peer, csr *x509.CertificateRequest) (certDER [][]byte, err error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, func(_ wish, csr *x509.CertificateRequest) ([][]byte, error) {
			p, ok := PeerOf(r)
			asked, err := Asked(csr)
			if err != nil {
				return nil, err
			}
			if !ok || asked.Role != p.Role || asked.Name != p.Name || asked.Device != p.Device {
				return nil, fault.New("link.Renew", fault.Denied).On(p.Name)
			}
			return renew(p, csr)
		})
	})
}

// answer reads a wish, has it decided and writes the reply.
func answer(w http.ResponseWriter, r *http.Request, decide func(wish, *x509.CertificateRequest) ([][]byte, error)) {
	chain, err := decided(w, r, decide)
	out := reply{Chain: chain}
	status := http.StatusOK
	if err != nil {
		kind := fault.KindOf(err)
		out = reply{Kind: uint8(kind), Say: fault.Sentence(err)}
		status = http.StatusForbidden
		if kind == fault.Internal || kind == fault.Unreachable {
			status = http.StatusServiceUnavailable
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// A failed write means that the device left; it will ask again with the same key and get the same.
	_ = json.NewEncoder(w).Encode(out)
}

func decided(w http.ResponseWriter, r *http.Request, decide func(wish, *x509.CertificateRequest) ([][]byte, error)) ([][]byte, error) {
	const op = "link.Enrol"
	var in wish
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, enrolBytes)).Decode(&in); err != nil {
		return nil, fault.New(op, fault.Invalid).Because(err)
	}
	csr, err := x509.ParseCertificateRequest(in.CSR)
	if err != nil {
		return nil, fault.New(op, fault.Invalid).Because(err)
	}
	if err := checkRequest(csr); err != nil {
		return nil, fault.New(op, fault.Invalid).Because(err)
	}
	return decide(in, csr)
}

// readReply reads what HQ answered; a refusal becomes a fault with HQ's kind and sentence.
func readReply(op string, resp *http.Response) ([][]byte, error) {
	var out reply
	err := json.NewDecoder(io.LimitReader(resp.Body, enrolBytes)).Decode(&out)
	switch {
	case err != nil:
		return nil, fault.New(op, fault.Unreachable).Because(errors.Join(errors.New(resp.Status), err))
	case resp.StatusCode != http.StatusOK:
		return nil, fault.New(op, fault.Kind(out.Kind)).Because(errors.New(resp.Status)).Tell(out.Say, out.Next)
	}
	return out.Chain, nil
}
