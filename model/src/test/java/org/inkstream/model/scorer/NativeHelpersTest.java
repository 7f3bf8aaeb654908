package org.inkstream.model.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** Without oneDNN everything still works, ten times slower, and nobody notices. */
class NativeHelpersTest {

  @Test
  void shouldConvolveThroughOneDnn() throws Exception {
    MultiLayerNetwork network =
        ModelSerializer.restoreMultiLayerNetwork(
            new ByteArrayInputStream(RandomNetworks.cnn(1)), false);
    try {
      network.output(Nd4j.rand(2, 28 * 28));

      assertThat(BaseMKLDNNHelper.mklDnnEnabled()).isTrue();
      assertThat(((ConvolutionLayer) network.getLayer(0)).getHelper()).isNotNull();
      assertThat(((SubsamplingLayer) network.getLayer(1)).getHelper()).isNotNull();
    } finally {
      network.close();
    }
  }
}
