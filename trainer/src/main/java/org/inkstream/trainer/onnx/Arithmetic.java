package org.inkstream.trainer.onnx;

import org.inkstream.trainer.imported.ChainBuilder;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Sums and products of the image and constants, by channel: biases, scalings, batch normalisations.
 */
final class Arithmetic {

  private final Constants constants;

  Arithmetic(Constants constants) {
    this.constants = constants;
  }

  /** Add, Sub, Mul or Div, where one of the two is constant. */
  void add(ChainBuilder builder, Node node, String image, Layout layout)
      throws UnimportableException {
    boolean first = node.input(0).equals(image);
    long channels = layout.sides()[layout.channelAxis() - 1];
    INDArray given = constants.get(node.input(first ? 1 : 0), node);
    INDArray values = spread(node, byChannel(node, given, layout), channels);
    INDArray one = Nd4j.ones(DataType.DOUBLE, channels);
    INDArray zero = Nd4j.zeros(DataType.DOUBLE, channels);
    switch (node.kind()) {
      case "Add" -> builder.addAffine(node, one, values);
      case "Mul" -> builder.addAffine(node, values, zero);
      case "Sub" -> {
        if (first) {
          builder.addAffine(node, one, values.neg());
        } else {
          builder.addAffine(node, one.neg(), values);
        }
      }
      case "Div" -> {
        if (!first || values.eq(0).any()) {
          throw node.refused("a division by what the image became, or by 0, is not imported");
        }
        builder.addAffine(node, values.rdiv(1), zero);
      }
      default -> throw new IllegalArgumentException(node.described());
    }
  }

  /** Scale · (x - mean) / √(variance + ε) + bias. */
  void addNormalization(ChainBuilder builder, Node node) throws UnimportableException {
    INDArray gamma = statistic(node, 1);
    INDArray mean = statistic(node, 3);
    INDArray variance = statistic(node, 4);
    double epsilon = node.number("epsilon", 1e-5f);
    INDArray spread = variance.add(epsilon);
    if (gamma.length() != mean.length()
        || gamma.length() != spread.length()
        || !(spread.minNumber().doubleValue() > 0)) {
      throw node.refused("its statistics do not fit each other, or a variance is negative");
    }
    INDArray scale = gamma.div(Transforms.sqrt(spread));
    builder.addAffine(node, scale, statistic(node, 2).sub(mean.mul(scale)));
  }

  private INDArray statistic(Node node, int input) throws UnimportableException {
    INDArray found = constants.get(node.input(input), node);
    if (found.rank() != 1) {
      throw node.refused("its statistics are no lists of one number for each channel");
    }
    return found.castTo(DataType.DOUBLE);
  }

  /** One number for each of so many; a single one serves for all. */
  static INDArray spread(Node node, INDArray values, long count) throws UnimportableException {
    INDArray row = values.castTo(DataType.DOUBLE);
    if (row.length() == 1) {
      return Nd4j.valueArrayOf(new long[] {count}, row.getDouble(0), DataType.DOUBLE);
    }
    if (row.length() != count || values.size(values.rank() - 1) != row.length()) {
      throw node.refused(
          "a constant of %s does not fit %d channels"
              .formatted(Shapes.shown(values.shape()), count));
    }
    return row.reshape(count);
  }

  /** By ONNX's rules sides are matched from the last; those of one serve for all. */
  private static INDArray byChannel(Node node, INDArray values, Layout layout)
      throws UnimportableException {
    int behind = layout.sides().length - layout.channelAxis();
    int place = values.rank() - 1 - behind;
    if (values.length() == 1) {
      return values;
    }
    if (place < 0
        || values.rank() > layout.sides().length + 1
        || values.size(place) != values.length()) {
      throw node.refused(
          "a constant of %s is not one number for each channel"
              .formatted(Shapes.shown(values.shape())));
    }
    return values.reshape(values.length());
  }
}
