/**
 * The families of models that can be trained: their words, their settings with defaults and bounds,
 * and how images are scaled for each. May import the recipes, the networks' settings, and the
 * model's images and image sets; knows no files, no training loop.
 */
package org.inkstream.trainer.family;
