// Package local serves the node to the screens of its site, on a unix socket and, to those of other machines, on the LAN: the
// Counter service of the contract. It knows who is signed in, turns calls into decisions of the packages beside it, and shows one view
// that is sent again after every change, so that a screen never polls. Beside it stand the services of the packages display and
// kiosk, for the waiting room and for visitors who help themselves; the latter asks what is done here of this package. Over the LAN a
// machine has the service of its role and no other: Counter for a desk, Hall for a display, Kiosk for a self-service desk.
package local
