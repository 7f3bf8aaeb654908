/** Real images for the tests of the other packages. */
package org.inkstream.trainer.mnist;
