package org.inkstream.trainer.family;

import java.util.Arrays;
import java.util.Locale;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.PixelNorm;
import org.inkstream.model.image.Preprocessing;

/** How the 256 grey values of each pixel become numbers. */
public enum Scaling {
  /** As they are, from 0 to 255. */
  NONE {
    @Override
    public Preprocessing of(ImageSet train) {
      return preprocessing(train, 1, 0, null);
    }
  },
  /** To 0 to 1. */
  SCALE {
    @Override
    public Preprocessing of(ImageSet train) {
      return preprocessing(train, 1 / 255.0, 0, null);
    }
  },
  /** To -1 to 1: less 127.5, and divided by it. */
  CENTRE {
    @Override
    public Preprocessing of(ImageSet train) {
      return preprocessing(train, 1 / 127.5, -1, null);
    }
  },
  /** To 0 to 1, less the mean of the training images in this pixel. */
  MEAN_IMAGE {
    @Override
    public Preprocessing of(ImageSet train) {
      float[] ones = new float[train.width() * train.height()];
      Arrays.fill(ones, 1);
      return preprocessing(train, 1 / 255.0, 0, new PixelNorm(moments(train)[0], ones));
    }

    @Override
    public boolean learnsFromImages() {
      return true;
    }
  },
  /**
   * To 0 to 1, less the mean of the training images in this pixel, and divided by the standard
   * deviation there. A tenth is added in quadrature: where training images are nearly always blank,
   * a drop of ink would weigh more than all else.
   */
  STANDARDISE {
    @Override
    public Preprocessing of(ImageSet train) {
      float[][] moments = moments(train);
      float[] deviations = moments[1];
      for (int i = 0; i < deviations.length; i++) {
        deviations[i] = (float) Math.sqrt(deviations[i] + LEAST_DEVIATION * LEAST_DEVIATION);
      }
      return preprocessing(train, 1 / 255.0, 0, new PixelNorm(moments[0], deviations));
    }

    @Override
    public boolean learnsFromImages() {
      return true;
    }
  };

  private static final double LEAST_DEVIATION = 0.1;

  /**
   * The preprocessing that a bundle holds.
   *
   * @param train images to learn from: the only ones that may be looked at
   */
  public abstract Preprocessing of(ImageSet train);

  /** Whether it depends on what the training images show, and not on their size alone. */
  public boolean learnsFromImages() {
    return false;
  }

  private static Preprocessing preprocessing(
      ImageSet train, double scale, double offset, PixelNorm pixels) {
    return new Preprocessing(
        train.width(), train.height(), Preprocessing.Fit.MNIST, scale, offset, pixels);
  }

  /** Mean and variance of each pixel, in ink from 0 to 1. */
  private static float[][] moments(ImageSet train) {
    int size = train.width() * train.height();
    long[] sums = new long[size];
    long[] squares = new long[size];
    byte[] pixels = train.pixels();
    for (int i = 0; i < train.count() * size; i++) {
      int value = pixels[i] & 0xff;
      sums[i % size] += value;
      squares[i % size] += (long) value * value;
    }
    float[][] moments = new float[2][size];
    for (int i = 0; i < size; i++) {
      double mean = sums[i] / 255.0 / train.count();
      moments[0][i] = (float) mean;
      moments[1][i] = (float) Math.max(0, squares[i] / 65025.0 / train.count() - mean * mean);
    }
    return moments;
  }

  /** The word on the command line and in a bundle. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
