// Package display serves the screens of the waiting room, the Hall service: what anybody who stands there may see, so it asks
// for no session. It shows tickets and desks, who comes next and how long it may take, when the site is open and what
// headquarters wants known; a name never, and a product only where the business is nobody's secret (A003-32). A display with a
// loudspeaker also gets, in words, the calls that it is to say. It writes nothing.
package display
