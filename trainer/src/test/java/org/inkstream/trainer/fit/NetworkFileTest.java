package org.inkstream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

class NetworkFileTest {

  @Test
  void shouldHaveNoTimeOfDay() throws IOException {
    List<LocalDateTime> times = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        times.add(entry.getTimeLocal());
      }
    }

    assertThat(times).isNotEmpty().containsOnly(LocalDateTime.of(1980, 1, 1, 0, 0));
  }

  private static byte[] file() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list(new OutputLayer.Builder().nIn(3).nOut(2).build())
                .build());
    network.init();
    try {
      return NetworkFile.of(network);
    } finally {
      network.close();
    }
  }
}
