package local

// Unpack is what is done with each picture of the camera.
var Unpack = unpack
