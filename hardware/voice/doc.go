// Package voice calls visitors: a gong, then words, out of a loudspeaker.
//
// # Where sound comes from
//
// The gong is computed here ([Gong]). Words are spoken by a program of the system, as espeak-ng ([Speaker]), or put
// together from recordings of a person ([Recordings]). All of it becomes one [Sound]: 16-bit samples, one channel, 22,050 a
// second, which is what espeak-ng gives.
//
// # Where it goes
//
// A program of the system plays it ([Player]): aplay -q -, paplay, or anything that reads a WAV file from its standard input
// and plays it. The whole announcement is one file, so that nothing comes between the gong and the words.
//
// # Programs
//
// A program is started for one announcement and waited for. What it is to say comes on its standard input, never among its
// arguments, where a text could pass for an option and everybody on the machine could read it. What it answers is bounded. One
// that takes too long is told to end, and half a second later killed.
//
// # Loudness
//
// Volume is applied to the samples, so that no mixer of the machine needs to be known or set: the mixer is set once, at the
// loudest that the room can bear. Per cent are squared, since ears hear ratios: 50 is a quarter of the amplitude, 12 dB below
// 100. No announcement is louder than the configuration's loudest, whatever is asked. Nothing clips: gong and words
// stay within full scale, and volume only lowers.
//
// # WAV
//
// Read are RIFF files of PCM with 8 or 16 bits, any number of channels up to eight and rates from 4,000 to 192,000; chunks that are
// not understood are passed over, and a length that is too long, as programs that write into a pipe give, means: to the end. Written
// is the plain header of 44 bytes.
package voice
