package org.inkstream.trainer.onnx;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;

/** What ONNX's operators make of the sides of an array, whatever is in it. */
final class Shapes {

  private static final int MOST_PLACES = 10_000;

  private Shapes() {}

  /** An axis, which is counted from the end if it is negative. */
  static int axis(Part node, long axis, int rank) throws UnimportableException {
    long found = axis < 0 ? axis + rank : axis;
    if (found < 0 || found >= rank) {
      throw node.refused("it has no axis %d".formatted(axis));
    }
    return (int) found;
  }

  /** In which order Transpose puts the axes; without a word of it, the reverse. */
  static int[] order(Node node, int rank) throws UnimportableException {
    long[] order =
        node.integers("perm", LongStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    if (!Arrays.equals(
        Arrays.stream(order).sorted().toArray(), LongStream.range(0, rank).toArray())) {
      throw node.refused("perm %s is no order of %d axes".formatted(shown(order), rank));
    }
    return Arrays.stream(order).mapToInt(Math::toIntExact).toArray();
  }

  /** Reshape's rules: 0 is the side that was there, a single -1 is what is left. */
  static long[] reshaped(Node node, long[] shape, long[] target) throws UnimportableException {
    node.require("allowzero", 0);
    requireRank(node, target.length);
    long[] made = target.clone();
    long rest = product(shape);
    int open = -1;
    for (int i = 0; i < made.length; i++) {
      if (made[i] == 0 && i < shape.length) {
        made[i] = shape[i];
      }
      if (made[i] == -1 && open < 0) {
        open = i;
      } else if (made[i] < 1 || rest % made[i] != 0) {
        throw misfit(node, shape, target);
      } else {
        rest /= made[i];
      }
    }
    if (open >= 0) {
      made[open] = rest;
    } else if (rest != 1) {
      throw misfit(node, shape, target);
    }
    return made;
  }

  static long[] squeezed(Node node, long[] shape, long[] axes) throws UnimportableException {
    boolean[] gone = new boolean[shape.length];
    for (long axis : axes) {
      gone[axis(node, axis, shape.length)] = true;
    }
    for (int i = 0; i < shape.length; i++) {
      gone[i] |= axes.length == 0 && shape[i] == 1;
      if (gone[i] && shape[i] != 1) {
        throw node.refused("side %d of %s is not 1".formatted(i, shown(shape)));
      }
    }
    return IntStream.range(0, shape.length)
        .filter(i -> !gone[i])
        .mapToLong(i -> shape[i])
        .toArray();
  }

  static long[] unsqueezed(Node node, long[] shape, long[] axes) throws UnimportableException {
    int rank = shape.length + axes.length;
    requireRank(node, rank);
    boolean[] added = new boolean[rank];
    for (long axis : axes) {
      int place = axis(node, axis, rank);
      if (added[place]) {
        throw node.refused("axis %d is given twice".formatted(axis));
      }
      added[place] = true;
    }
    long[] made = new long[rank];
    int next = 0;
    for (int i = 0; i < rank; i++) {
      made[i] = added[i] ? 1 : shape[next++];
    }
    return made;
  }

  /** Places from start to before end, which are counted from the end if they are negative. */
  static long[] slice(long start, long end, long step, long side) {
    if (step == 0) {
      return new long[0];
    }
    long first = clamped(start, side, step > 0 ? side : side - 1, 0);
    long stop = clamped(end, side, step > 0 ? side : side - 1, step > 0 ? 0 : -1);
    return LongStream.iterate(
            first, place -> step > 0 ? place < stop : place > stop, place -> place + step)
        .limit(MOST_PLACES + 1L)
        .toArray();
  }

  private static long clamped(long place, long side, long most, long least) {
    return Math.max(least, Math.min(most, place < 0 ? place + side : place));
  }

  /** Refuses more sides than ND4J is sure to bear. */
  static void requireRank(Part node, int rank) throws UnimportableException {
    if (rank > Tensors.MOST_DIMENSIONS) {
      throw node.refused("it makes an array of %d sides".formatted(rank));
    }
  }

  /** How many numbers a sum or product has by ONNX's rules, where sides of one are repeated. */
  static long broadcast(long[] one, long[] other) {
    long count = 1;
    for (int i = 1; i <= Math.max(one.length, other.length); i++) {
      long first = i <= one.length ? one[one.length - i] : 1;
      long second = i <= other.length ? other[other.length - i] : 1;
      count = Math.multiplyExact(count, Math.max(first, second));
    }
    return count;
  }

  static long product(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  static String shown(long[] shape) {
    return Part.oneLine(Arrays.toString(shape));
  }

  private static UnimportableException misfit(Node node, long[] shape, long[] target) {
    return node.refused("%s is reshaped to %s".formatted(shown(shape), shown(target)));
  }
}
