package org.inkstream.trainer.onnx;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;

/**
 * How a node finds the numbers of one image.
 *
 * @param sides without the batch
 * @param channelsLast whether the channels of a pixel are side by side; ONNX's own operators want
 *     them apart
 * @param raw whether these are the pixels, which nothing has been computed of
 */
record Layout(long[] sides, boolean channelsLast, boolean raw) {

  /** Rows and columns are gone. */
  boolean isFlat() {
    return sides.length == 1;
  }

  /** One number for each channel. */
  boolean isVector() {
    return Shapes.product(sides) == sides[channelAxis() - 1];
  }

  /** Of the batch's axes. */
  int channelAxis() {
    return channelsLast ? sides.length : 1;
  }

  /** With the batch. */
  long[] batch(long size) {
    return LongStream.concat(LongStream.of(size), Arrays.stream(sides)).toArray();
  }

  /** The same numbers in the same order, under other sides. */
  Layout reshaped(Part node, long[] batch, long size) throws UnimportableException {
    if (batch.length < 2 || batch[0] != size) {
      throw node.refused(
          "it mixes the images of a batch: each is to become %s"
              .formatted(Shapes.shown(Arrays.stream(batch).skip(1).toArray())));
    }
    long[] made = Arrays.copyOfRange(batch, 1, batch.length);
    if (made.length == 1 || raw || Arrays.equals(made, sides)) {
      return new Layout(made, channelsLast && made.length <= sides.length && !raw, raw);
    }
    if (isVector() && made[0] == Shapes.product(made)) {
      return new Layout(made, false, false);
    }
    throw node.refused(
        "an image of %s is made one of %s".formatted(Shapes.shown(sides), Shapes.shown(made)));
  }

  /** The sides in another order. */
  Layout transposed(Part node, int[] order) throws UnimportableException {
    if (order[0] == 0) {
      long[] made = Arrays.stream(order).skip(1).mapToLong(axis -> sides[axis - 1]).toArray();
      if (Arrays.equals(order, new int[] {0, 2, 3, 1}) && !channelsLast && !raw) {
        return new Layout(made, true, false);
      }
      if (Arrays.equals(order, new int[] {0, 3, 1, 2}) && channelsLast) {
        return new Layout(made, false, false);
      }
      if (raw && Arrays.equals(longSides(made), longSides(sides))) {
        return new Layout(made, false, true);
      }
    }
    throw node.refused("perm %s cannot be imported".formatted(Arrays.toString(order)));
  }

  /** Sides of one do not matter to the order of the numbers. */
  private static long[] longSides(long[] sides) {
    return Arrays.stream(sides).filter(side -> side != 1).toArray();
  }
}
