package org.inkstream.trainer.keras;

import java.util.Arrays;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Kernels of convolutions, in the one form that they are translated from. */
final class Kernels {

  private Kernels() {}

  /**
   * A kernel as TensorFlow has it: rows × columns × inputs × outputs, laid on the image unturned.
   *
   * @param kernel as Keras saved it; rows × columns × inputs × outputs, or, by Keras 1 for images
   *     whose channels come first, outputs × inputs × rows × columns
   * @param outputsFirst whether it is the latter
   * @param turned whether it was laid on the image turned by half a circle
   */
  static INDArray asTensorFlow(
      LayerText layer, INDArray kernel, boolean outputsFirst, boolean turned)
      throws UnimportableException {
    if (kernel.rank() != 4) {
      throw layer.refused(
          "its weights are %s where a kernel of four sides belongs"
              .formatted(Arrays.toString(kernel.shape())));
    }
    INDArray ordered = outputsFirst ? kernel.permute(2, 3, 1, 0) : kernel;
    return turned ? turned(ordered) : ordered;
  }

  /** Rows and columns from the last to the first: positions in reversed order. */
  private static INDArray turned(INDArray kernel) {
    float[] numbers = kernel.dup('c').data().asFloat();
    int positions = Math.toIntExact(kernel.size(0) * kernel.size(1));
    int each = Math.toIntExact(kernel.size(2) * kernel.size(3));
    float[] turned = new float[numbers.length];
    for (int i = 0; i < positions; i++) {
      System.arraycopy(numbers, i * each, turned, (positions - 1 - i) * each, each);
    }
    return Nd4j.create(turned, kernel.shape(), 'c');
  }
}
