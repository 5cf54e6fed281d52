package office

// Channel is the way by which a booking was asked for. Rules treat the channels of staff and of
// citizens differently (A000-33). The numbers cross the wire: do not reorder.
type Channel uint8

// The channels that book. ChannelUnknown gets the rules of a citizen, the strictest.
const (
	ChannelUnknown Channel = iota
	ChannelDesk            // a clerk at a counter
	ChannelPhone           // staff of the contact centre
	ChannelWeb             // a citizen on the city's pages
	ChannelKiosk           // a citizen at a self-service desk
	ChannelApp             // a citizen in the city's app; reserved (A002-11)
)

// Staff reports whether a member of staff acts on this channel.
func (c Channel) Staff() bool { return c == ChannelDesk || c == ChannelPhone }

var channelNames = [...]string{"unknown", "desk", "phone", "web", "kiosk", "app"}

// String names the channel in lower-case English.
func (c Channel) String() string {
	if int(c) < len(channelNames) {
		return channelNames[c]
	}
	return channelNames[ChannelUnknown]
}
