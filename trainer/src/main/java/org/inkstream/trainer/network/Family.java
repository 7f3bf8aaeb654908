package org.inkstream.trainer.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A kind of network. Hidden layers are rectified (ReLU) but for the recurrent one; the output is a
 * softmax.
 */
public enum Family {
  /**
   * Two convolutions of 5 x 5, each followed by a maximum over 2 x 2, and a hidden layer of 500
   * (LeCun et al. 1998, with rectified units): 431,080 weights for 28 x 28 pixels and ten classes.
   */
  CNN(16, 2_000, 1) {
    @Override
    public Hyperparameters defaults() {
      return new Hyperparameters(6, 64, 0.002, 0.2, 0.3, 0.998, 0, true, false, 3);
    }

    @Override
    List<Layer> layers(Architecture architecture, double dropout, ConvolutionMaker convolution) {
      return List.of(
          convolution.make(new ConvolutionLayer.Builder(5, 5).nIn(1).nOut(20), true),
          halving(),
          convolution.make(new ConvolutionLayer.Builder(5, 5).nOut(50), false),
          halving(),
          new DenseLayer.Builder().nOut(500).build(),
          output(architecture.classes(), dropout));
    }
  },
  /**
   * A residual network (He et al. 2016, "Deep Residual Learning for Image Recognition"): a
   * convolution and a maximum over 2 x 2, and then stages, each of a convolution, a block of two
   * convolutions whose result is added to what the block was given, and a maximum over 2 x 2 but in
   * the last, whose maxima are over all positions. All convolutions are of 3 x 3, rectified, and
   * keep the size. With so few blocks it learns without normalising over batches, so that it is
   * trained as it is served.
   */
  RESNET(16, 2_000, 3) {
    @Override
    public Hyperparameters defaults() {
      return new Hyperparameters(20, 64, 0.002, 0.2, 0.5, 0.998, 0, true, false, 5);
    }

    @Override
    List<Layer> layers(Architecture architecture, double dropout, ConvolutionMaker convolution) {
      List<Integer> channels = architecture.hidden();
      List<Layer> layers = new ArrayList<>();
      layers.add(convolution.make(keepingSize((channels.get(0) + 1) / 2).nIn(1), true));
      layers.add(halving());
      int width = architecture.width() / 2;
      int height = architecture.height() / 2;
      for (int stage = 0; stage < channels.size(); stage++) {
        for (int i = 0; i < CONVOLUTIONS; i++) {
          layers.add(convolution.make(keepingSize(channels.get(stage)), false));
        }
        if (stage < channels.size() - 1) {
          layers.add(halving());
          width /= 2;
          height /= 2;
        }
      }
      layers.add(maximum(height, width));
      layers.add(output(architecture.classes(), dropout));
      return layers;
    }

    @Override
    Map<Integer, Integer> shortcuts(Architecture architecture) {
      Map<Integer, Integer> shortcuts = new LinkedHashMap<>();
      for (int stage = 0; stage < architecture.hidden().size(); stage++) {
        int first = 2 + stage * (CONVOLUTIONS + 1);
        shortcuts.put(first + 2, first);
      }
      return shortcuts;
    }

    @Override
    public boolean isGraph() {
      return true;
    }

    @Override
    public List<Integer> hidden() {
      return List.of(64, 128);
    }
  },
  /**
   * Hidden layers of any sizes; those of 256 and 128 have 235,146 weights for 28 x 28 pixels and
   * ten classes.
   */
  MLP(1, 5_000, 3) {
    @Override
    public Hyperparameters defaults() {
      return new Hyperparameters(12, 64, 0.003, 0.2, 0.1, 0.998, 1e-5, true, false, 5);
    }

    @Override
    List<Layer> layers(Architecture architecture, double dropout, ConvolutionMaker convolution) {
      List<Layer> layers = new ArrayList<>();
      for (int size : architecture.hidden()) {
        layers.add(new DenseLayer.Builder().nOut(size).build());
      }
      layers.add(output(architecture.classes(), dropout));
      return layers;
    }

    @Override
    public List<Integer> hidden() {
      return List.of(256, 128);
    }
  },
  /**
   * A layer of long short-term memory that reads an image row by row; its last state goes to the
   * output.
   */
  LSTM(1, 3_000, 4) {
    @Override
    public Hyperparameters defaults() {
      return new Hyperparameters(8, 64, 0.004, 0.2, 0.2, 0.998, 0, false, false, 3);
    }

    @Override
    List<Layer> layers(Architecture architecture, double dropout, ConvolutionMaker convolution) {
      Layer memory =
          new org.deeplearning4j.nn.conf.layers.LSTM.Builder()
              .nOut(architecture.hidden().get(0))
              .activation(Activation.TANH)
              .weightInit(WeightInit.XAVIER)
              .forgetGateBiasInit(1)
              .build();
      return List.of(new LastTimeStep(memory), output(architecture.classes(), dropout));
    }

    @Override
    public List<Integer> hidden() {
      return List.of(128);
    }
  },
  /** No hidden layer (multinomial logistic regression). */
  SOFTMAX(1, 5_000, 6) {
    @Override
    public Hyperparameters defaults() {
      return new Hyperparameters(10, 64, 0.002, 0.2, 0, 0.998, 0, false, false, 5);
    }

    @Override
    List<Layer> layers(Architecture architecture, double dropout, ConvolutionMaker convolution) {
      return List.of(output(architecture.classes(), dropout));
    }
  };

  /** In a stage of a residual network: one before its block, and two in it. */
  private static final int CONVOLUTIONS = 3;

  private final int smallestSide;
  private final int quickImages;
  private final int quickEpochs;

  Family(int smallestSide, int quickImages, int quickEpochs) {
    this.smallestSide = smallestSide;
    this.quickImages = quickImages;
    this.quickEpochs = quickEpochs;
  }

  /** Settings that train this family well on images like MNIST's. */
  public abstract Hyperparameters defaults();

  /** Sizes of the hidden layers by default, where they may be chosen; otherwise empty. */
  public List<Integer> hidden() {
    return List.of();
  }

  /** Images that make a network of this family right nine times out of ten, within seconds. */
  public int quickImages() {
    return quickImages;
  }

  /** Epochs over {@link #quickImages()}. */
  public int quickEpochs() {
    return quickEpochs;
  }

  /**
   * The layers, first to last.
   *
   * @param dropout share of the output layer's inputs that are left out while training
   * @param convolution makes a convolution layer of its settings
   */
  abstract List<Layer> layers(
      Architecture architecture, double dropout, ConvolutionMaker convolution);

  /**
   * Results that are added to those of later layers: by the place of the later layer, from 0, that
   * of the earlier one.
   */
  Map<Integer, Integer> shortcuts(Architecture architecture) {
    return Map.of();
  }

  /** Whether results are added, so that the network is a ComputationGraph. */
  public boolean isGraph() {
    return false;
  }

  /** Fewest pixels of an image's width and of its height. */
  int smallestSide() {
    return smallestSide;
  }

  private static Layer halving() {
    return maximum(2, 2);
  }

  private static Layer maximum(int height, int width) {
    int[] window = {height, width};
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, window, window).build();
  }

  private static ConvolutionLayer.Builder keepingSize(int channels) {
    return new ConvolutionLayer.Builder(3, 3).padding(1, 1).nOut(channels);
  }

  private static Layer output(int classes, double dropout) {
    OutputLayer.Builder output =
        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nOut(classes)
            .activation(Activation.SOFTMAX)
            .weightInit(WeightInit.XAVIER);
    if (dropout > 0) {
      // Deeplearning4j wants the share that is kept.
      output.dropOut(1 - dropout);
    }
    return output.build();
  }

  /** The word on the command line and in a bundle. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
