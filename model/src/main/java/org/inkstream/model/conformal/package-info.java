/**
 * Which classes an answer cannot exclude: prediction sets that hold the true class with a promised
 * probability, whatever the network is; and p-values of how unlike others an image is. Pure; may
 * import nothing.
 */
package org.inkstream.model.conformal;
