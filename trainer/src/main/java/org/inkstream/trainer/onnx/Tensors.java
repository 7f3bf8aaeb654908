package org.inkstream.trainer.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import onnx.Onnx;
import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Numbers as ONNX stores them, in bytes or in a list. Floats, doubles and halves become floats;
 * integers and truth values become longs.
 */
final class Tensors {

  static final int MOST_DIMENSIONS = 8;

  /** Of the largest network that a bundle takes, 64 MiB of floats. */
  private static final long MOST_NUMBERS = 1L << 24;

  private Tensors() {}

  /**
   * The numbers of a tensor.
   *
   * @param user the node that needs them, which is named if they cannot be read
   */
  static INDArray read(Onnx.TensorProto tensor, Part user) throws UnimportableException {
    String name = Part.oneLine(tensor.getName());
    if (tensor.getDataLocation() == Onnx.TensorProto.DataLocation.EXTERNAL
        || tensor.getExternalDataCount() > 0) {
      throw user.refused(
          "the numbers of '%s' are in another file; export them into one".formatted(name));
    }
    if (tensor.hasSegment()) {
      throw user.refused("the numbers of '%s' are in segments".formatted(name));
    }
    long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    int count = count(shape, name, user);
    return switch (tensor.getDataType()) {
      case Onnx.TensorProto.DataType.FLOAT_VALUE -> {
        ByteBuffer raw = raw(tensor, Float.BYTES, tensor.getFloatDataCount(), count, user);
        IntToDoubleFunction at = raw == null ? tensor::getFloatData : i -> raw.getFloat(4 * i);
        yield floats(shape, count, at, name, user);
      }
      case Onnx.TensorProto.DataType.DOUBLE_VALUE -> {
        ByteBuffer raw = raw(tensor, Double.BYTES, tensor.getDoubleDataCount(), count, user);
        IntToDoubleFunction at = raw == null ? tensor::getDoubleData : i -> raw.getDouble(8 * i);
        yield floats(shape, count, at, name, user);
      }
      case Onnx.TensorProto.DataType.FLOAT16_VALUE -> {
        ByteBuffer raw = raw(tensor, Short.BYTES, tensor.getInt32DataCount(), count, user);
        IntToDoubleFunction at =
            i -> half(raw == null ? tensor.getInt32Data(i) : raw.getShort(2 * i));
        yield floats(shape, count, at, name, user);
      }
      case Onnx.TensorProto.DataType.INT64_VALUE -> {
        ByteBuffer raw = raw(tensor, Long.BYTES, tensor.getInt64DataCount(), count, user);
        yield longs(shape, count, i -> raw == null ? tensor.getInt64Data(i) : raw.getLong(8 * i));
      }
      case Onnx.TensorProto.DataType.INT32_VALUE -> {
        ByteBuffer raw = raw(tensor, Integer.BYTES, tensor.getInt32DataCount(), count, user);
        yield longs(shape, count, i -> raw == null ? tensor.getInt32Data(i) : raw.getInt(4 * i));
      }
      case Onnx.TensorProto.DataType.BOOL_VALUE -> {
        ByteBuffer raw = raw(tensor, Byte.BYTES, tensor.getInt32DataCount(), count, user);
        yield longs(shape, count, i -> raw == null ? tensor.getInt32Data(i) : raw.get(i));
      }
      default ->
          throw user.refused(
              "'%s' is of type %s; floats, doubles, halves and integers are imported"
                  .formatted(name, Onnx.TensorProto.DataType.forNumber(tensor.getDataType())));
    };
  }

  private static int count(long[] shape, String name, Part user) throws UnimportableException {
    long count = 1;
    for (long side : shape) {
      count = side < 1 || side > MOST_NUMBERS ? MOST_NUMBERS + 1 : count * side;
      if (count > MOST_NUMBERS) {
        break;
      }
    }
    if (count > MOST_NUMBERS || shape.length > MOST_DIMENSIONS) {
      throw user.refused("'%s' has the shape %s".formatted(name, shown(shape)));
    }
    return (int) count;
  }

  private static String shown(long[] shape) {
    return Part.oneLine(Arrays.toString(Arrays.copyOf(shape, Math.min(shape.length, 10))));
  }

  /** The bytes, or null if the numbers are in the list; never fewer than belong to the shape. */
  private static ByteBuffer raw(Onnx.TensorProto tensor, int size, int listed, int count, Part user)
      throws UnimportableException {
    ByteString bytes = tensor.getRawData();
    boolean list = bytes.isEmpty();
    long given = list ? listed : bytes.size();
    long wanted = list ? count : (long) count * size;
    if (given != wanted) {
      throw user.refused(
          "'%s' has %d %s where %d belong"
              .formatted(
                  Part.oneLine(tensor.getName()), given, list ? "numbers" : "bytes", wanted));
    }
    return list ? null : bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static INDArray floats(
      long[] shape, int count, IntToDoubleFunction at, String name, Part user)
      throws UnimportableException {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) at.applyAsDouble(i);
      if (!Float.isFinite(values[i])) {
        throw user.refused("number %d of '%s' is %s".formatted(i, name, values[i]));
      }
    }
    return Nd4j.createFromArray(values).reshape('c', shape);
  }

  private static INDArray longs(long[] shape, int count, IntToLongFunction at) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = at.applyAsLong(i);
    }
    return Nd4j.createFromArray(values).reshape('c', shape);
  }

  /** IEEE 754's binary16: a sign, five bits of exponent, ten of fraction. */
  private static double half(int bits) {
    int exponent = bits >> 10 & 31;
    double fraction = (bits & 1023) / 1024.0;
    double size =
        switch (exponent) {
          case 0 -> Math.scalb(fraction, -14);
          case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb(1 + fraction, exponent - 15);
        };
    return (bits & 0x8000) == 0 ? size : -size;
  }
}
