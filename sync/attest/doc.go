// Package attest is what headquarters and counters both have to say of a certificate of the registers: which there are, the
// codes that stand on paper, the seal, and why there is none.
//
// # Codes
//
// A code is written in Crockford's alphabet of 32 letters and digits, in groups with hyphens; people may type it in any
// case, with O for 0, I and L for 1, and with hyphens or spaces wherever they like. Its last character is a check: each
// character is a number of GF(32), and the code c₁…cₙ is one where Σ cᵢ·αⁿ⁻ⁱ is zero. All weights differ, so a character
// mistyped and any two that changed places are found, always.
//
//	verification  79E1-37A4-45V8   55 bits that nobody can guess
//	pickup        7J8-H3H          25 bits; who names it stands before a clerk
//
// # Seal
//
// The seal of a certificate is an Ed25519 signature (RFC 8032) over these lines, each ended by a newline:
//
//	buurtloket certificate 1
//	the code of verification
//	the code of the kind
//	SHA-256 of the PDF, in hexadecimal
//	when it was made, in milliseconds since 1970
package attest
