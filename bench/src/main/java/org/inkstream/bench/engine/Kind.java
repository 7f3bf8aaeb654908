package org.inkstream.bench.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** The networks that are measured. How fast they are does not depend on what they have learnt. */
public enum Kind {
  /** LeCun's, with rectified units: 431,080 weights. */
  CNN {
    @Override
    InputType input() {
      return InputType.convolutionalFlat(SIDE, SIDE, 1);
    }

    @Override
    List<Layer> layers() {
      return List.of(
          new ConvolutionLayer.Builder(5, 5).nIn(1).nOut(20).build(),
          halving(),
          new ConvolutionLayer.Builder(5, 5).nOut(50).build(),
          halving(),
          new DenseLayer.Builder().nOut(500).build(),
          output());
    }
  },
  /** The network of the Crayfish benchmark (EDBT 2024), 784-32-32-32-32-10: 28,618 weights. */
  MLP {
    @Override
    InputType input() {
      return InputType.feedForward((long) SIDE * SIDE);
    }

    @Override
    List<Layer> layers() {
      return List.of(hidden(), hidden(), hidden(), hidden(), output());
    }
  };

  /** Pixels of a side of the images. */
  public static final int SIDE = 28;

  /** Number of classes. */
  public static final int CLASSES = 10;

  abstract InputType input();

  abstract List<Layer> layers();

  /** The network with random weights, as Deeplearning4j's ModelSerializer writes it. */
  public byte[] network(long seed) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new NoOp())
            .weightInit(WeightInit.RELU)
            .activation(Activation.RELU)
            .list(layers().toArray(Layer[]::new))
            .setInputType(input())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    try {
      network.init();
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      ModelSerializer.writeModel(network, file, false);
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    } finally {
      network.close();
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Layer halving() {
    return new SubsamplingLayer.Builder(
            SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {2, 2})
        .build();
  }

  private static Layer hidden() {
    return new DenseLayer.Builder().nOut(32).build();
  }

  private static Layer output() {
    return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .weightInit(WeightInit.XAVIER)
        .build();
  }
}
