package org.inkstream.model.plain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decision trees whose answer is the mean of the leaves that an image falls into. One tree is a
 * forest of one. The embedding is the encoded image: trees learn no other features.
 *
 * <p>Nodes are in pre-order, so that "less or equal" leads to the next node, and every other way
 * further on: no walk can be longer than its tree.
 */
public final class Trees implements PlainModel {

  /** Instead of a pixel, in a leaf. */
  private static final int LEAF = -1;

  private static final double ROUNDING = 1e-3;

  private final int inputs;
  private final int classes;
  private final int[] sizes;
  private final int[] pixels;
  private final float[] thresholds;

  /** Of a split, the node for larger values, counted in its tree; of a leaf, its row. */
  private final int[] others;

  private final float[] leaves;

  private Trees(
      int inputs,
      int classes,
      int[] sizes,
      int[] pixels,
      float[] thresholds,
      int[] others,
      float[] leaves) {
    this.inputs = inputs;
    this.classes = classes;
    this.sizes = sizes;
    this.pixels = pixels;
    this.thresholds = thresholds;
    this.others = others;
    this.leaves = leaves;
  }

  /** A node of a tree that is to be made. */
  public sealed interface Node permits Split, Leaf {}

  /**
   * Where an image goes left or right.
   *
   * @param pixel index in the encoded image
   * @param threshold goes left if the pixel is no larger
   */
  public record Split(int pixel, float threshold, Node left, Node right) implements Node {}

  /**
   * Where it ends.
   *
   * @param probabilities one for each class; not copied
   */
  public record Leaf(float[] probabilities) implements Node {}

  /**
   * Trees of these roots.
   *
   * @param roots at least one
   * @throws IllegalArgumentException if pixels, thresholds or probabilities are impossible
   */
  public static Trees of(int inputs, int classes, List<Node> roots) {
    Flattening flat = new Flattening();
    int[] sizes = new int[roots.size()];
    for (int tree = 0; tree < sizes.length; tree++) {
      flat.root = flat.pixels.size();
      flat.add(roots.get(tree));
      sizes[tree] = flat.pixels.size() - flat.root;
    }
    Trees trees =
        new Trees(
            inputs,
            classes,
            sizes,
            flat.pixels.stream().mapToInt(Integer::intValue).toArray(),
            floats(flat.thresholds),
            flat.others.stream().mapToInt(Integer::intValue).toArray(),
            flat.leafProbabilities(classes));
    try {
      trees.check();
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return trees;
  }

  static Trees read(PlainReader file) throws IOException {
    int inputs = file.count("inputs", 1, PlainFile.MOST_INPUTS);
    int classes = file.count("classes", 2, PlainFile.MOST_CLASSES);
    int[] sizes = file.integers("sizes of the trees", file.count("trees", 1, 1 << 16));
    int nodes = file.count("nodes", 1, Integer.MAX_VALUE);
    int[] pixels = file.integers("pixels", nodes);
    float[] thresholds = file.floats("thresholds", nodes);
    int[] others = file.integers("branches", nodes);
    long leaves = file.count("leaves", 1, Integer.MAX_VALUE);
    Trees trees =
        new Trees(
            inputs,
            classes,
            sizes,
            pixels,
            thresholds,
            others,
            file.floats("leaves", leaves * classes));
    trees.check();
    return trees;
  }

  @Override
  public void write(PlainWriter file) {
    file.add(inputs, classes, sizes.length);
    file.add(sizes);
    file.add(pixels.length);
    file.add(pixels);
    file.add(thresholds);
    file.add(others);
    file.add(leaves.length / classes);
    file.add(leaves);
  }

  private void check() throws IOException {
    int root = 0;
    for (int tree = 0; tree < sizes.length; tree++) {
      if (sizes[tree] < 1 || sizes[tree] > pixels.length - root) {
        throw new IOException("tree %d has %d nodes".formatted(tree, sizes[tree]));
      }
      for (int node = 0; node < sizes[tree]; node++) {
        check(tree, root, node);
      }
      root += sizes[tree];
    }
    if (root != pixels.length) {
      throw new IOException("%d nodes are of no tree".formatted(pixels.length - root));
    }
    for (int row = 0; row < leaves.length; row += classes) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += leaves[row + c] >= 0 ? leaves[row + c] : Double.NaN;
      }
      if (!(Math.abs(sum - 1) <= ROUNDING)) {
        throw new IOException("leaf %d does not hold probabilities".formatted(row / classes));
      }
    }
  }

  private void check(int tree, int root, int node) throws IOException {
    int pixel = pixels[root + node];
    int other = others[root + node];
    boolean sound =
        pixel == LEAF
            ? other >= 0 && other < leaves.length / classes
            : pixel >= 0 && pixel < inputs && other > node + 1 && other < sizes[tree];
    if (!sound) {
      throw new IOException(
          "node %d of tree %d leads nowhere (pixel %d, %d)".formatted(node, tree, pixel, other));
    }
  }

  @Override
  public String kind() {
    return sizes.length == 1 ? "a decision tree" : "a forest of decision trees";
  }

  @Override
  public int inputSize() {
    return inputs;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int embeddingSize() {
    return inputs;
  }

  /** Pixel and threshold of each split, and the probabilities of each leaf. */
  @Override
  public long parameters() {
    long splits = 0;
    for (int pixel : pixels) {
      splits += pixel == LEAF ? 0 : 1;
    }
    return 2 * splits + leaves.length;
  }

  @Override
  public long bytes() {
    return 4L * (sizes.length + 3L * pixels.length + leaves.length);
  }

  @Override
  public int scratchSize() {
    return inputs;
  }

  /** Number of trees. */
  public int count() {
    return sizes.length;
  }

  @Override
  public void score(float[] image, int from, float[] scratch, float[] probabilities, int to) {
    System.arraycopy(image, from, scratch, 0, inputs);
    for (int c = 0; c < classes; c++) {
      probabilities[to + c] = 0;
    }
    int root = 0;
    for (int size : sizes) {
      int node = root;
      while (pixels[node] != LEAF) {
        node = scratch[pixels[node]] <= thresholds[node] ? node + 1 : root + others[node];
      }
      int row = others[node] * classes;
      for (int c = 0; c < classes; c++) {
        probabilities[to + c] += leaves[row + c];
      }
      root += size;
    }
    float sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += probabilities[to + c];
    }
    for (int c = 0; c < classes; c++) {
      probabilities[to + c] /= sum;
    }
  }

  /** By the definition: from each root down, node by node, and the mean of the leaves. */
  @Override
  public void scoreSlowly(float[] image, int from, float[] probabilities, int to) {
    double[] mean = new double[classes];
    int root = 0;
    for (int size : sizes) {
      int leaf = leaf(image, from, root, 0);
      for (int c = 0; c < classes; c++) {
        mean[c] += (double) leaves[leaf * classes + c] / sizes.length;
      }
      root += size;
    }
    for (int c = 0; c < classes; c++) {
      probabilities[to + c] = (float) mean[c];
    }
  }

  private int leaf(float[] image, int from, int root, int start) {
    int node = start;
    while (true) {
      int pixel = pixels[root + node];
      if (pixel == LEAF) {
        return others[root + node];
      }
      boolean larger = image[from + pixel] > thresholds[root + node];
      node = larger ? others[root + node] : node + 1;
    }
  }

  private static float[] floats(List<Float> list) {
    float[] numbers = new float[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i);
    }
    return numbers;
  }

  /** Brings nodes into pre-order. */
  private static final class Flattening {

    private final List<Integer> pixels = new ArrayList<>();
    private final List<Float> thresholds = new ArrayList<>();
    private final List<Integer> others = new ArrayList<>();
    private final List<float[]> leaves = new ArrayList<>();
    private int root;

    private void add(Node node) {
      int at = pixels.size();
      if (node instanceof Split split) {
        pixels.add(split.pixel());
        thresholds.add(split.threshold());
        others.add(0);
        add(split.left());
        others.set(at, pixels.size() - root);
        add(split.right());
      } else if (node instanceof Leaf leaf) {
        pixels.add(LEAF);
        thresholds.add(0f);
        others.add(leaves.size());
        leaves.add(leaf.probabilities());
      }
    }

    private float[] leafProbabilities(int classes) {
      float[] all = new float[leaves.size() * classes];
      for (int i = 0; i < leaves.size(); i++) {
        if (leaves.get(i).length != classes) {
          throw new IllegalArgumentException("leaf of " + leaves.get(i).length + " probabilities");
        }
        System.arraycopy(leaves.get(i), 0, all, i * classes, classes);
      }
      return all;
    }
  }
}
