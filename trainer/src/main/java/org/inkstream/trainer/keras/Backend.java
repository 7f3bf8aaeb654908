package org.inkstream.trainer.keras;

import java.util.Locale;
import java.util.Optional;

/**
 * What computed a network that Keras described. They differ in how a kernel lies on the image:
 * Theano computes a convolution, which turns it by half a circle, and the others a correlation,
 * which does not. Keras saves kernels as its backend takes them.
 */
public enum Backend {
  /** Of Keras 1 and of Keras 2 up to 2.3. */
  THEANO,
  /** The one that most files are of; those of Keras 3 lay kernels and pad as it does. */
  TENSORFLOW;

  /** As Keras writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The backend of this name; empty if it is none of these. */
  public static Optional<Backend> of(String name) {
    for (Backend backend : values()) {
      if (backend.toString().equals(name)) {
        return Optional.of(backend);
      }
    }
    return Optional.empty();
  }
}
