// Package text holds every word that a screen shows, once per language, and writes times, dates, figures
// and counts the way people here read them.
//
// [Words] is a struct, so that a missing word is a compile error where it is used and an empty field is a
// failing test. Words are Dutch first, at level B1: "u" to visitors, "je" to colleagues; English is complete.
// Placeholders stand in braces, as "{n}", and are filled by [Fill].
//
// Official papers are Dutch only and do not come from here. A Words is never changed once made and is safe
// to use from any goroutine. The package imports no toolkit.
package text
