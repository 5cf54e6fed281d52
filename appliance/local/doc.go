// Package local serves the node to the screens of its site, on a unix socket and, to those of other machines, on the LAN: the
// Counter service of the contract. It knows who is signed in, turns calls into decisions of the packages beside it, and shows one view
// that is sent again after every change, so that a screen never polls. Beside it the Hall service shows the waiting
// room to anybody, and the Kiosk service lets a visitor do alone what needs no clerk. Over the LAN a machine has the service of
// its role and no other: Counter for a desk, Hall for a display, Kiosk for a self-service desk.
package local
