/**
 * The kinds of network that can be trained and their default settings. May import Deeplearning4j;
 * knows no data, no files, no training loop.
 */
package org.inkstream.trainer.network;
