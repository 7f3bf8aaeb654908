package org.inkstream.trainer.imported;

import java.util.List;

/**
 * A network that was read from a file.
 *
 * @param network a file of Deeplearning4j's ModelSerializer; not copied
 * @param remarks what whoever imports it should know, in one line each
 */
public record ImportedNetwork(byte[] network, List<String> remarks) {

  /** Copies the remarks. */
  public ImportedNetwork {
    remarks = List.copyOf(remarks);
  }
}
