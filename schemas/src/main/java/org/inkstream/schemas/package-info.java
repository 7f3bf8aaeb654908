/**
 * What travels on the wire: the classes generated from the Avro schemas, and {@link
 * org.inkstream.schemas.Wire}, their encoding. May import Avro and nothing else.
 */
package org.inkstream.schemas;
