package org.inkstream.trainer.describe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Images with the same pixels as another.
 *
 * @param inFirst images of the first part whose pixels an earlier one of it has
 * @param inSecond images of the second part whose pixels an earlier one of it has
 * @param between images of the second part whose pixels one of the first has
 * @param conflicts how many different images are there under several labels
 * @param examples of all that, some, those with several labels first
 */
public record Copies(int inFirst, int inSecond, int between, int conflicts, List<String> examples) {

  /** As many examples as one looks at. */
  static final int EXAMPLES = 10;

  private static final int MOST_IN_EXAMPLE = 4;

  /** Copies the list. */
  public Copies {
    examples = List.copyOf(examples);
  }

  /** Looks at every image once. */
  static Copies of(Pool pool) {
    int[] inPart = new int[2];
    int between = 0;
    List<String> conflicting = new ArrayList<>();
    List<String> others = new ArrayList<>();
    int conflicts = 0;
    for (List<Integer> same : groups(pool)) {
      Set<String> labels = new HashSet<>();
      int[] images = new int[2];
      for (int image : same) {
        labels.add(pool.label(image));
        images[pool.part(image)]++;
      }
      inPart[0] += Math.max(0, images[0] - 1);
      inPart[1] += Math.max(0, images[1] - 1);
      between += images[0] > 0 ? images[1] : 0;
      conflicts += labels.size() > 1 ? 1 : 0;
      List<String> examples = labels.size() > 1 ? conflicting : others;
      if (examples.size() < EXAMPLES) {
        examples.add(example(pool, same));
      }
    }
    conflicting.addAll(others);
    return new Copies(
        inPart[0],
        inPart[1],
        between,
        conflicts,
        conflicting.subList(0, Math.min(EXAMPLES, conflicting.size())));
  }

  /** Images that are not alone with their pixels, by pixels, in their order. */
  private static List<List<Integer>> groups(Pool pool) {
    Map<ByteBuffer, Integer> first = new HashMap<>();
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < pool.count(); i++) {
      Integer earlier = first.putIfAbsent(pool.pixels(i), i);
      if (earlier != null) {
        groups.computeIfAbsent(earlier, image -> new ArrayList<>(List.of(image))).add(i);
      }
    }
    return List.copyOf(groups.values());
  }

  /** The images without those that have the pixels of an earlier one. */
  static int[] distinct(Pool pool) {
    Set<ByteBuffer> seen = new HashSet<>();
    int[] distinct = new int[pool.count()];
    int count = 0;
    for (int i = 0; i < pool.count(); i++) {
      if (seen.add(pool.pixels(i))) {
        distinct[count++] = i;
      }
    }
    return Arrays.copyOf(distinct, count);
  }

  private static String example(Pool pool, List<Integer> same) {
    List<String> words = new ArrayList<>();
    for (int image : same.subList(0, Math.min(same.size(), MOST_IN_EXAMPLE))) {
      words.add(pool.described(image));
    }
    int more = same.size() - words.size();
    return String.join(" = ", words) + (more > 0 ? " and " + more + " more" : "");
  }
}
