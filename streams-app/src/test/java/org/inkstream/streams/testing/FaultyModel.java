package org.inkstream.streams.testing;

import org.inkstream.model.bundle.GateTimes;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Scorer;

/**
 * A model whose network fails on marked images, as a broken native library would: on the whole
 * batch that such an image is in, or with numbers that are no probabilities.
 */
public final class FaultyModel {

  private static final float FULL = 1;
  private static final float HALF = 128 / 255f;

  private FaultyModel() {}

  /** Marks an image: scoring any batch with it throws. */
  public static byte[] poisoned(byte[] pixels) {
    byte[] marked = pixels.clone();
    marked[0] = (byte) 255;
    marked[1] = 0;
    marked[2] = (byte) 255;
    return marked;
  }

  /** Marks an image: its own probabilities are NaN. */
  public static byte[] confusing(byte[] pixels) {
    byte[] marked = pixels.clone();
    marked[0] = (byte) 128;
    marked[1] = 0;
    marked[2] = (byte) 128;
    return marked;
  }

  /** The model, made faulty; closing it closes the model. */
  public static LoadedModel of(LoadedModel model) {
    // Its temperature is 1, so that its scorer is the network's own.
    Network network = new FaultyNetwork(model);
    return new LoadedModel(
        model.manifest(),
        model.profile(),
        network,
        new ImageEncoder(model.manifest().preprocessing()),
        new GateTimes(0, 0, 0));
  }

  private record FaultyNetwork(LoadedModel model) implements Network {
    @Override
    public int inputSize() {
      return model.manifest().preprocessing().inputSize();
    }

    @Override
    public int classes() {
      return model.manifest().labels().size();
    }

    @Override
    public long parameters() {
      return model.manifest().parameters();
    }

    @Override
    public long nativeBytes() {
      return model.nativeBytes();
    }

    @Override
    public Scorer newScorer(int maxBatch) {
      return new FaultyScorer(model.newScorer(maxBatch));
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private record FaultyScorer(Scorer scorer) implements Scorer {
    @Override
    public int inputSize() {
      return scorer.inputSize();
    }

    @Override
    public int classes() {
      return scorer.classes();
    }

    @Override
    public int maxBatch() {
      return scorer.maxBatch();
    }

    @Override
    public int embeddingSize() {
      return scorer.embeddingSize();
    }

    @Override
    public void score(float[] inputs, int count, float[] probabilities, float[] embeddings) {
      for (int row = 0; row < count; row++) {
        if (marked(inputs, row, FULL)) {
          throw new IllegalStateException("the image breaks the network");
        }
      }
      scorer.score(inputs, count, probabilities, embeddings);
      for (int row = 0; row < count; row++) {
        if (marked(inputs, row, HALF)) {
          probabilities[row * classes()] = Float.NaN;
        }
      }
    }

    private boolean marked(float[] inputs, int row, float value) {
      int at = row * inputSize();
      return inputs[at] == value && inputs[at + 1] == 0 && inputs[at + 2] == value;
    }

    @Override
    public void close() {
      scorer.close();
    }
  }
}
