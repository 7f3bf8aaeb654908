package org.inkstream.trainer.keras;

import java.util.Optional;
import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;

/**
 * Which Keras saved a network, as far as it decides what the numbers mean.
 *
 * @param major version of Keras: 1, 2 or 3
 * @param backend what it ran on; empty if nothing says
 */
record Origin(int major, Optional<Backend> backend) {

  /**
   * The origin by what the file with the weights and the description of the network say; what is
   * not said is null.
   *
   * @param known the backend that is known besides
   * @throws UnimportableException if they contradict each other, or it is an unknown one
   */
  static Origin of(SavedBy weights, SavedBy description, Optional<Backend> known)
      throws UnimportableException {
    int major = weights.major() != 0 ? weights.major() : description.major();
    if (major != description.major() && description.major() != 0) {
      throw new UnimportableException(
          "its weights are of Keras %d, the description of the network is of Keras %d"
              .formatted(major, description.major()));
    }
    // The first Keras, and it alone, did not always say.
    major = major == 0 ? 1 : major;
    String said = weights.backend() != null ? weights.backend() : description.backend();
    if (weights.backend() != null
        && description.backend() != null
        && !weights.backend().equals(description.backend())) {
      throw new UnimportableException(
          "its weights are of the backend %s, the description of the network is of %s"
              .formatted(Part.oneLine(weights.backend()), Part.oneLine(description.backend())));
    }
    if (major == 3) {
      // Whatever computes under Keras 3 does it as TensorFlow does.
      said = Backend.TENSORFLOW.toString();
    }
    if (said == null) {
      return new Origin(major, known);
    }
    Optional<Backend> backend = Backend.of(said);
    if (backend.isEmpty()) {
      throw new UnimportableException(
          "it is of the backend %s; theano and tensorflow are known".formatted(Part.oneLine(said)));
    }
    if (known.isPresent() && !known.equals(backend)) {
      throw new UnimportableException(
          "it says itself that its backend is %s, not %s".formatted(said, known.get()));
    }
    return new Origin(major, backend);
  }

  /**
   * Whether Theano computed this layer.
   *
   * @throws UnimportableException if nothing says
   */
  boolean isTheano(LayerText layer) throws UnimportableException {
    if (backend.isEmpty()) {
      throw layer.refused(
          "the file does not say which backend of Keras it was trained with; kernels of Theano are"
              + " turned by half a circle, those of TensorFlow are not, and 'same' pads otherwise:"
              + " give --keras-backend theano or tensorflow");
    }
    return backend.get() == Backend.THEANO;
  }

  /** Whether it is known that Theano computed the network. */
  boolean isTheano() {
    return backend.equals(Optional.of(Backend.THEANO));
  }
}
