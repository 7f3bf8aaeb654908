package org.inkstream.model.image;

/** What came of decoding a picture's file: the picture, or why there is none. */
public sealed interface Decoded permits Picture, Rejection {}
