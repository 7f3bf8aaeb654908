package org.inkstream.trainer.publish;

import org.inkstream.schemas.ModelVersion;

/** How publishing ended. */
public sealed interface Publication {

  /** The version as the registry has it. */
  ModelVersion version();

  /** It was written now. */
  record Written(ModelVersion version) implements Publication {}

  /** The same bytes had been published before; nothing was written. */
  record AlreadyThere(ModelVersion version) implements Publication {}
}
