package org.inkstream.trainer.onnx;

import java.util.Optional;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Operators that are activations which Deeplearning4j computes alike. */
final class Activations {

  /** ONNX's defaults, which are those of the paper; Deeplearning4j has no others. */
  private static final double SELU_ALPHA = 1.67326319217681884765625;

  private static final double SELU_GAMMA = 1.05070102214813232421875;

  private Activations() {}

  /** The activation; empty if the node is none. */
  static Optional<IActivation> of(Node node) throws UnimportableException {
    return Optional.ofNullable(
        switch (node.kind()) {
          case "Relu" -> new ActivationReLU();
          case "Tanh" -> new ActivationTanH();
          case "Sigmoid" -> new ActivationSigmoid();
          case "Softplus" -> new ActivationSoftPlus();
          case "Softsign" -> new ActivationSoftSign();
          case "Elu" -> new ActivationELU(node.number("alpha", 1));
          case "LeakyRelu" -> new ActivationLReLU(node.number("alpha", 0.01));
          case "Selu" -> {
            requireNear(node, "alpha", SELU_ALPHA);
            requireNear(node, "gamma", SELU_GAMMA);
            yield new ActivationSELU();
          }
          default -> null;
        });
  }

  private static void requireNear(Node node, String attribute, double value)
      throws UnimportableException {
    double given = node.number(attribute, value);
    if (!(Math.abs(given - value) < 1e-6)) {
      throw node.refused("%s %s cannot be imported".formatted(attribute, given));
    }
  }
}
