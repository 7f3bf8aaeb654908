/**
 * Things that happen to images on their way: turned, moved, noisy, drawn over, missing. For making
 * a stream drift on purpose. Pure; may import the affine changes of the image package and nothing
 * else.
 */
package org.inkstream.model.corruption;
