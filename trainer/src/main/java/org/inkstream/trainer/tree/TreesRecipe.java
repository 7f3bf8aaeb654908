package org.inkstream.trainer.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.plain.PlainFile;
import org.inkstream.model.plain.Trees;
import org.inkstream.trainer.fit.Fitted;
import org.inkstream.trainer.fit.Fitting;
import org.inkstream.trainer.fit.Recipe;

/**
 * One tree over all images, whose leaves are as sure of their answer as held-out images bear out,
 * or a random forest (Breiman 2001, "Random Forests"): trees over images drawn with replacement,
 * whose splits look at a few pixels each.
 *
 * @param family its word
 * @param trees how many; 1 is grown over the images themselves
 * @param each how each is grown
 */
public record TreesRecipe(String family, int trees, TreeSettings each) implements Recipe {

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (trees > 1) {
      settings.put("trees", Integer.toString(trees));
      settings.put("pixels", Integer.toString(each.pixels()));
    }
    settings.put("criterion", each.criterion().toString());
    settings.put("depth", Integer.toString(each.depth()));
    settings.put("leaf", Integer.toString(each.leaf()));
    settings.put("smoothing", Double.toString(each.smoothing()));
    settings.put("shrinkage", Double.toString(each.shrinkage()));
    return settings;
  }

  @Override
  public boolean asksSinglePixels() {
    return true;
  }

  @Override
  public Fitted fit(Fitting task) {
    ImageSet images = task.train();
    Random random = new Random(task.seed());
    Grower grower =
        new Grower(
            columns(images),
            images.labels(),
            task.classes(),
            encoded(images, task.encoder()),
            each,
            task.classWeights(),
            random);
    List<Trees.Node> roots = new ArrayList<>();
    long start = task.nanoTime().getAsLong();
    for (int tree = 0; tree < trees; tree++) {
      task.ifNotStopped();
      int[] chosen = new int[images.count()];
      Arrays.setAll(chosen, i -> trees == 1 ? i : random.nextInt(chosen.length));
      roots.add(grower.grow(chosen));
      task.tell("tree", tree + 1, trees, start);
    }
    if (trees == 1) {
      // The mean of many trees is another matter: no leaf knows what the others say.
      roots.set(0, Leaves.calibrated(roots.get(0), task.validation(), task.encoder()));
    }
    return Fitted.ofPlain(
        PlainFile.write(Trees.of(images.width() * images.height(), task.classes(), roots)));
  }

  private static byte[][] columns(ImageSet images) {
    int size = images.width() * images.height();
    byte[][] columns = new byte[size][images.count()];
    byte[] all = images.pixels();
    for (int image = 0; image < images.count(); image++) {
      for (int pixel = 0; pixel < size; pixel++) {
        columns[pixel][image] = all[image * size + pixel];
      }
    }
    return columns;
  }

  /** What the encoder makes of each value in each pixel. */
  private static float[][] encoded(ImageSet images, ImageEncoder encoder) {
    float[][] encoded = new float[256][encoder.preprocessing().inputSize()];
    byte[] image = new byte[images.width() * images.height()];
    for (int value = 0; value < encoded.length; value++) {
      Arrays.fill(image, (byte) value);
      encoder.encode(image, images.width(), images.height(), encoded[value], 0);
    }
    return encoded;
  }
}
