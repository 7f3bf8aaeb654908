package org.inkstream.trainer.describe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Pairs of different images that are almost the same: the root of the mean squared difference of
 * their pixels is at most {@value #MOST_DIFFERENCE} of 255.
 *
 * <p>All such pairs are found, unless there is too much to compare. The sums over the 16 blocks of
 * an image, each divided by the root of the block's pixels, are coordinates along orthogonal unit
 * vectors, so that images are at least as far apart as these are (Cauchy and Schwarz). Images are
 * put into cells by the three coordinates that vary most, as wide as the largest distance; only
 * those in neighbouring cells are compared, by the 16 coordinates first and by pixels then.
 *
 * @param inFirst pairs within the first part
 * @param inSecond pairs within the second part
 * @param between pairs of one of each
 * @param conflicts how many of all pairs have two labels
 * @param complete whether all pairs were looked for
 * @param examples of pairs, some, those with two labels first
 */
public record NearCopies(
    int inFirst,
    int inSecond,
    int between,
    int conflicts,
    boolean complete,
    List<String> examples) {

  /** What is almost the same. */
  public static final int MOST_DIFFERENCE = 8;

  /** Pairs that are compared at most: in a set of one motif all pairs are candidates. */
  static final long MOST_COMPARISONS = 2_000_000_000L;

  private static final int BLOCKS = 4;
  private static final int CELL_BITS = 20;

  /** Copies the list. */
  public NearCopies {
    examples = List.copyOf(examples);
  }

  /**
   * Finds the pairs.
   *
   * @param images of the pool to be compared, no two of them the same
   * @param mostComparisons after which the search ends
   */
  static NearCopies of(Pool pool, int[] images, long mostComparisons) {
    return new Search(pool, images, mostComparisons).run();
  }

  /** One search. */
  private static final class Search {
    private final Pool pool;
    private final int[] images;
    private final long mostComparisons;
    private final double most;
    private final float[][] coordinates;
    private final int[] widest;
    private final int[] counts = new int[3];
    private final List<String> conflicting = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private int conflicts;
    private long comparisons;

    Search(Pool pool, int[] images, long mostComparisons) {
      this.pool = pool;
      this.images = images;
      this.mostComparisons = mostComparisons;
      int pixels = pool.width() * pool.height();
      this.most = (double) MOST_DIFFERENCE * MOST_DIFFERENCE * pixels;
      this.coordinates = new float[images.length][];
      for (int i = 0; i < images.length; i++) {
        coordinates[i] = coordinates(pool.pixels(images[i]), pool.width(), pool.height());
      }
      this.widest = widest();
    }

    NearCopies run() {
      // The last image of each cell, and of each image the one before it in its cell.
      Map<Long, Integer> last = new HashMap<>();
      int[] before = new int[images.length];
      boolean complete = true;
      for (int i = 0; complete && i < images.length; i++) {
        for (int neighbour = 0; complete && neighbour < 27; neighbour++) {
          Integer other = last.get(cell(i, neighbour));
          for (int j = other == null ? -1 : other; complete && j >= 0; j = before[j]) {
            compare(j, i);
            complete = comparisons < mostComparisons;
          }
        }
        Integer previous = last.put(cell(i, 13), i);
        before[i] = previous == null ? -1 : previous;
      }
      conflicting.addAll(others);
      return new NearCopies(
          counts[0],
          counts[2],
          counts[1],
          conflicts,
          complete,
          conflicting.subList(0, Math.min(Copies.EXAMPLES, conflicting.size())));
    }

    /** The number of an image's cell, or of one of the 26 around it; 13 is its own. */
    private long cell(int i, int neighbour) {
      double width = Math.sqrt(most);
      long cell = 0;
      int rest = neighbour;
      for (int axis : widest) {
        cell = (cell << CELL_BITS) + (long) (coordinates[i][axis] / width) + rest % 3;
        rest /= 3;
      }
      return cell;
    }

    private void compare(int one, int other) {
      comparisons++;
      double distance = 0;
      for (int axis = 0; axis < coordinates[one].length; axis++) {
        double difference = coordinates[one][axis] - coordinates[other][axis];
        distance += difference * difference;
      }
      // A little room for the rounding of the coordinates.
      if (distance > most * 1.0001 || pixelDistance(images[one], images[other]) > most) {
        return;
      }
      counts[pool.part(images[one]) + pool.part(images[other])]++;
      boolean conflict = !pool.label(images[one]).equals(pool.label(images[other]));
      conflicts += conflict ? 1 : 0;
      List<String> examples = conflict ? conflicting : others;
      if (examples.size() < Copies.EXAMPLES) {
        examples.add(pool.described(images[one]) + " ≈ " + pool.described(images[other]));
      }
    }

    private long pixelDistance(int one, int other) {
      ByteBuffer a = pool.pixels(one);
      ByteBuffer b = pool.pixels(other);
      long sum = 0;
      while (a.hasRemaining() && sum <= most) {
        int difference = (a.get() & 0xff) - (b.get() & 0xff);
        sum += (long) difference * difference;
      }
      return sum;
    }

    private int[] widest() {
      double[] variance = new double[BLOCKS * BLOCKS];
      for (int axis = 0; axis < variance.length; axis++) {
        double sum = 0;
        double squares = 0;
        for (float[] of : coordinates) {
          sum += of[axis];
          squares += (double) of[axis] * of[axis];
        }
        variance[axis] = squares / coordinates.length - Math.pow(sum / coordinates.length, 2);
      }
      return IntStream.range(0, variance.length)
          .boxed()
          .sorted((a, b) -> Double.compare(variance[b], variance[a]))
          .limit(3)
          .mapToInt(Integer::intValue)
          .toArray();
    }

    private static float[] coordinates(ByteBuffer pixels, int width, int height) {
      double[] sums = new double[BLOCKS * BLOCKS];
      int[] sizes = new int[sums.length];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int block = y * BLOCKS / height * BLOCKS + x * BLOCKS / width;
          sums[block] += pixels.get() & 0xff;
          sizes[block]++;
        }
      }
      float[] coordinates = new float[sums.length];
      for (int block = 0; block < sums.length; block++) {
        coordinates[block] = (float) (sums[block] / Math.sqrt(Math.max(1, sizes[block])));
      }
      return coordinates;
    }
  }
}
